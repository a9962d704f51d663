import { z } from 'zod';
import {
  type Archive,
  type ElementEdits,
  editElements,
  requireTag,
  type StoredInstance,
} from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import { type NewValue, newValue, type RuleJobKind } from '../../contract/index.ts';
import { type Dataset, parseElementPath, stringsAt } from '../../dicom/index.ts';
import type { JobKind } from '../../jobs/index.ts';
import type { Action } from './action.ts';
import { order, parseOrder } from './order.ts';
import { selectorOf } from './selection-of.ts';

const KIND = 'ruleSet' satisfies RuleJobKind;

const input = order.extend({ values: z.record(z.string(), newValue) });
/** Identities stay; see archive/revise.ts. */
const IDENTITIES = new Set(['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID', 'SOPClassUID']);

export type Tables = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Changes attributes of the images. Throws `query/bad`, `input/invalid` for what cannot be set. */
export function setElements(values: Readonly<Record<string, NewValue>>, tables: Tables): Action {
  for (const [element, value] of Object.entries(values)) {
    requireTag(element);
    if (IDENTITIES.has(element))
      throw new IsocenterError('input/invalid', { reason: `${element} is what an image is known by` });
    if (typeof value !== 'object' || value === null) continue;
    parseElementPath(value.from);
    if (value.table !== undefined && !tables[value.table])
      throw new IsocenterError('input/invalid', { reason: `There is no table named ${value.table}` });
  }
  return {
    name: 'set',
    about: Object.keys(values).join(', '),
    kind: KIND,
    input: (given) => ({ ...given, values }),
  };
}

export interface SetParts {
  readonly archive: Archive;
  /** Of the automation file, as it is now. */
  readonly tables: () => Tables;
}

export const setKind = ({ archive, tables }: SetParts): JobKind<z.output<typeof input>> => ({
  name: KIND,
  right: 'edit',
  concurrency: 1,
  repeatable: true,
  parse: (stored) => parseOrder(input, stored),
  async run({ subject, values }, { caller: { actor, scope }, signal, progress }) {
    let done = 0;
    let changed = 0;
    for await (const page of archive.select(actor, scope, [selectorOf(subject)])) {
      for (const instance of page) {
        if (signal.aborted) throw new IsocenterError('cancelled');
        const { dataset } = await archive.header(actor, scope, instance);
        const edits = editsOf(dataset, values, tables());
        if (Object.keys(edits).length > 0) {
          await archive.revise(actor, scope, identityOf(instance), (whole) => editElements(whole, edits));
          changed++;
        }
        progress({ kind: 'progress', done: ++done });
      }
    }
    return { changed, unchanged: done - changed };
  },
});

const identityOf = ({ studyInstanceUid, seriesInstanceUid, sopInstanceUid }: StoredInstance) => ({
  ...{ studyInstanceUid, seriesInstanceUid, sopInstanceUid },
});

/** What is so already is no edit. */
function editsOf(dataset: Dataset, values: Readonly<Record<string, NewValue>>, tables: Tables): ElementEdits {
  const edits: Record<string, string | null> = {};
  for (const [element, value] of Object.entries(values)) {
    const now = textAt(dataset, element);
    const wanted = wantedOf(dataset, value, tables);
    if (wanted !== undefined && (wanted ?? '') !== now) edits[element] = wanted;
  }
  return edits;
}

/** undefined: nothing is said, so it stays. */
function wantedOf(dataset: Dataset, value: NewValue, tables: Tables): string | null | undefined {
  if (value === null || typeof value === 'string') return value;
  const text = textAt(dataset, value.from);
  if (value.table === undefined) return text;
  const table = tables[value.table] ?? {};
  return Object.hasOwn(table, text) ? table[text] : table['*'];
}

const textAt = (dataset: Dataset, path: string): string =>
  stringsAt(dataset, parseElementPath(path)).join('\\');
