import { useTranslation } from 'react-i18next';
import { type GrantTerms, type Right, roles, type ScopeRule } from '../../../../src/contract/index.ts';
import { moment } from '../../format/dates.ts';

/** Rules that are told one by one. */
const mostNamed = 3;

/** What a grant allows, on what and until when, in words. */
export function useGrantWords() {
  const { t } = useTranslation('grants');

  const rightWords = (rights: readonly Right[]): string => {
    const role = Object.entries(roles).find(([, held]) => isSame(held, rights));
    return role
      ? t(`role_${role[0] as keyof typeof roles}`)
      : rights.map((right) => t(`right_${right}`)).join(', ');
  };

  const ruleWords = (rule: ScopeRule): string => {
    if ('label' in rule)
      return t('onLabel', { name: rule.value === undefined ? rule.label : `${rule.label}=${rule.value}` });
    if ('collection' in rule) return t('onCollection', { name: rule.collection });
    if ('person' in rule) return t('onPerson', { name: rule.person });
    return 'patientKey' in rule
      ? t('onPatient', { name: rule.patientKey })
      : t('onStudy', { name: rule.studyInstanceUid });
  };

  const scopeWords = (scope: GrantTerms['scope']): string => {
    if (scope.kind === 'everything') return t('onEverything');
    const named = scope.rules.slice(0, mostNamed).map(ruleWords);
    const more = scope.rules.length - named.length;
    return [...named, ...(more > 0 ? [t('andMore', { count: more })] : [])].join(', ');
  };

  const grantWords = ({
    rights,
    scope,
  }: Pick<GrantTerms, 'scope'> & { readonly rights: readonly Right[] }): string =>
    `${rightWords(rights)} · ${scopeWords(scope)}`;

  const untilWords = (expiresAt: string | null): string => {
    if (expiresAt === null) return '';
    return t(expiresAt < new Date().toISOString() ? 'over' : 'until', { at: moment(expiresAt) });
  };

  return { rightWords, ruleWords, grantWords, untilWords };
}

const isSame = (a: readonly Right[], b: readonly Right[]): boolean =>
  a.length === b.length && a.every((right) => b.includes(right));
