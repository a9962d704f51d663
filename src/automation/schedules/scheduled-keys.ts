import { IsocenterError } from '../../base/index.ts';
import { Dataset, elementOf, parseTag, tagOf } from '../../dicom/index.ts';
import { dayAfter } from './local-time.ts';

/** Values by element; of several any is good. */
export type ScheduledKeys = Readonly<Record<string, readonly string[]>>;

/** C-FIND requests that all values make together. */
const MAXIMUM_REQUESTS = 64;

/** Throws `query/bad` for an element that is not known, `schedule/bad` for too many values. */
export function checkKeys(keys: ScheduledKeys): void {
  for (const name of Object.keys(keys)) tagNamed(name);
  const requests = Object.values(keys).reduce((product, values) => product * values.length, 1);
  if (requests > MAXIMUM_REQUESTS)
    throw new IsocenterError('schedule/bad', {
      reason: `its keys make ${requests} questions to the node, over the limit of ${MAXIMUM_REQUESTS}`,
    });
}

/** The keys as of a day: words for days are dates then. */
export function keysOn(day: string, keys: ScheduledKeys): Record<string, string[]> {
  const entries = Object.entries(keys).map(([name, values]) => [
    name,
    isDate(name) ? values.map((value) => dateOn(day, value)) : [...values],
  ]);
  return Object.fromEntries(entries);
}

/** One identifier for each combination of values: a list is no value that C-FIND matches (PS3.4 C.2.2.2.2 is of UIDs alone). */
export function identifiersOf(keys: ScheduledKeys, wanted: readonly string[]): Dataset[] {
  const combinations = Object.entries(keys).reduce<[string, string][][]>(
    (all, [name, values]) =>
      all.flatMap((one) => values.map((value) => [...one, [name, value] as [string, string]])),
    [[]],
  );
  return combinations.map((matched) => {
    const dataset = new Dataset();
    for (const name of wanted) set(dataset, name, '');
    for (const [name, value] of matched) set(dataset, name, value);
    return dataset;
  });
}

function set(dataset: Dataset, name: string, value: string): void {
  const tag = tagNamed(name);
  dataset.set(tag, elementOf(tag)?.vr.code ?? 'LO', value === '' ? [] : value.split('\\'));
}

function tagNamed(name: string) {
  const tag = tagOf(name) ?? parseTag(name);
  if (tag === undefined) throw new IsocenterError('query/bad', { reason: `there is no element ${name}` });
  return tag;
}

const isDate = (name: string): boolean => elementOf(tagNamed(name))?.vr.code === 'DA';

function dateOn(day: string, value: string): string {
  const dicom = (one: string): string => one.replaceAll('-', '');
  const days = /^last (\d{1,3}) days$/i.exec(value.trim())?.[1];
  if (/^today$/i.test(value)) return dicom(day);
  if (/^yesterday$/i.test(value)) return dicom(dayAfter(day, -1));
  // Whole days: today is not over.
  if (days) return `${dicom(dayAfter(day, -Number(days)))}-${dicom(dayAfter(day, -1))}`;
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? dicom(value) : value;
}
