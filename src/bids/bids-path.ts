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
 * @throws IsocenterError `input/invalid` for what BIDS does not allow
 */
export function bidsPath(
  { subject, session }: Subject,
  { datatype, suffix, entities }: BidsName,
): [...folders: string[], name: string] {
  if (!isSuffixOf(datatype, suffix)) throw noBidsName(`${datatype} has no ${suffix}`);
  if (datatype === 'func' && entities.task === undefined) throw noBidsName('a functional image needs a task');
  if (datatype === 'fmap' && suffix === 'epi' && entities.dir === undefined)
    throw noBidsName('a field map of two directions needs its direction');
  const who = [pair('sub', subject), ...(session === undefined ? [] : [pair('ses', session)])];
  const what = entityOrder.flatMap((entity) => {
    const label = entities[entity];
    return label === undefined ? [] : [pair(entity, label)];
  });
  return [...who, datatype, [...who, ...what, suffix].join('_')];
}

function pair(entity: string, label: string): string {
  if (!/^[A-Za-z0-9]{1,64}$/.test(label))
    throw noBidsName(`${entity} has letters and digits, and not "${label}"`);
  return `${entity}-${label}`;
}

export const noBidsName = (what: string): IsocenterError =>
  new IsocenterError('input/invalid', { reason: `This is no BIDS name: ${what}.` });
