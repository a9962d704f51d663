import { useTranslation } from 'react-i18next';
import { type Actor, rights } from '../../../../src/contract/index.ts';
import { actorName } from '../../format/actor-name.ts';

/** What is done beside the use of a right. */
export const otherActions = [
  'log in',
  'log out',
  'open link',
  'change credentials',
  'connect',
  'known',
  'other',
] as const;
/** What a record can say that somebody did. */
export const actions = [...rights, ...otherActions] as const;

/** Who and what of the audit log in words. */
export function useAuditWords() {
  const { t } = useTranslation(['audit', 'grants']);
  const actionWords = (action: string): string => {
    const right = rights.find((each) => each === action);
    if (right) return t(`grants:right_${right}`);
    const other = otherActions.find((each) => each === action);
    return other ? t(`action_${other}`) : action;
  };
  const actorWords = ({ kind, name }: Actor): string =>
    kind === 'user' || kind === 'local' ? actorName(name, kind) : `${t(`kind_${kind}`)} ${name}`;
  return { actionWords, actorWords };
}
