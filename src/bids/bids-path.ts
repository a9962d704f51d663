import { IsocenterError } from '../base/index.ts';
import { type BidsName, entityOrder, isSuffixOf } from './bids-name.ts';

export interface Subject {
  /** Without `sub-`. */
  readonly subject: string;
  /** Without `ses-`. */
  readonly session?: string | undefined;
}

/**
 * Folders and name of a file, without its end: `['sub-01', 'ses-2', 'func', 'sub-01_ses-2_task-rest_bold']`.
 * @throws IsocenterError `bids/*` for what BIDS does not allow
 */
export function bidsPath(
  { subject, session }: Subject,
  { datatype, suffix, entities }: BidsName,
): [...folders: string[], name: string] {
  if (!isSuffixOf(datatype, suffix)) throw new IsocenterError('bids/no-suffix', { datatype, suffix });
  if (datatype === 'func' && entities.task === undefined) throw new IsocenterError('bids/no-task');
  if (datatype === 'fmap' && suffix === 'epi' && entities.dir === undefined)
    throw new IsocenterError('bids/no-direction');
  const who = [pair('sub', subject), ...(session === undefined ? [] : [pair('ses', session)])];
  const what = entityOrder.flatMap((entity) => {
    const label = entities[entity];
    return label === undefined ? [] : [pair(entity, label)];
  });
  return [...who, datatype, [...who, ...what, suffix].join('_')];
}

function pair(entity: string, label: string): string {
  if (!/^[A-Za-z0-9]{1,64}$/.test(label)) throw new IsocenterError('bids/bad-label', { entity, label });
  return `${entity}-${label}`;
}
