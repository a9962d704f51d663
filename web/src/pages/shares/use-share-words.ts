/** What a link shows, until when, and what became of it, in words. */
import { useTranslation } from 'react-i18next';
import type { ListedShare, Look, ScopeRule } from '../../../../src/contract/index.ts';
import { moment } from '../../format/dates.ts';
import { isOpen } from './is-open.ts';

type Kind = 'studies' | 'people' | 'collections' | 'labels';

const deedWords = {
  opened: 'didOpen',
  viewed: 'didView',
  downloaded: 'didDownload',
  sent: 'didSend',
  refused: 'wasRefused',
} as const;

export function useShareWords() {
  const { t } = useTranslation('shares');
  return {
    what({ scope, upload }: ListedShare): string {
      if (upload) return t('sends');
      if (scope.kind !== 'rules') return t('everything');
      const counts = Map.groupBy(scope.rules, kindOf);
      return [...counts].map(([kind, rules]) => t(kind, { count: rules.length })).join(', ');
    },
    end({ expiresAt, revokedAt }: ListedShare): string {
      if (revokedAt !== null) return t('revoked', { when: moment(revokedAt) });
      if (expiresAt === null) return '';
      return isOpen({ expiresAt, revokedAt }, new Date())
        ? t('until', { until: moment(expiresAt) })
        : t('expired', { when: moment(expiresAt) });
    },
    looks({ opened: { times, lastAt } }: ListedShare): string {
      return lastAt === null ? t('never') : t('opened', { count: times, last: moment(lastAt) });
    },
    did: (deed: Look['did'][number]): string => t(deedWords[deed]),
    limits({ hasCode, viewOnly, hidesIdentity, upload }: ListedShare): string[] {
      return [
        ...(viewOnly ? [t('viewOnly')] : []),
        ...(hidesIdentity ? [t('hidesIdentity')] : []),
        ...(hasCode ? [t('hasCode')] : []),
        ...(upload ? [t('received', { count: upload.files })] : []),
      ];
    },
  };
}

function kindOf(rule: ScopeRule): Kind {
  if ('studyInstanceUid' in rule) return 'studies';
  if ('collection' in rule) return 'collections';
  return 'label' in rule ? 'labels' : 'people';
}
