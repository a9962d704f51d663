/** The table in which people say what series are called in a dataset: a YAML file that they may write in. */

import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { z } from 'zod';
import { IsocenterError } from '../base/index.ts';
import { type MappingRow, parseBidsNotation, patternOf } from '../bids/index.ts';
import type { NamedInDataset } from '../contract/index.ts';
import { datasetLimits } from './limits.ts';
import { MAPPING_FILE } from './mapping-file.ts';

const newMapping = `# How subjects, sessions and series are called in this dataset. Isocenter adds the series whose names it had to guess,
# with its guess and how sure that is, and leaves everything else here as people wrote it.
#
# What stands behind "is" counts: a name such as anat-T1w, func-bold_task-rest or fmap-epi_dir-AP, or "skip" for what is to be
# kept aside in the folder "unnamed". Protocol and description may have a * for anything, and \\* for a star; what is
# left out may be anything. The first entry that fits counts.

# As they are called now, and as they are to be called: P0017: "01"
subjects: {}
# The same for sessions, with the subject as it is called: 01/20260131: pre
sessions: {}
series: []
`;

const label = z.string().regex(/^[A-Za-z0-9]{1,64}$/, 'has letters and digits only');
/** All is read as text, so that 01 stays 01. Series without names are called "", so only what is left out may be anything. */
const pattern = z.string().max(datasetLimits.patternCharacters).optional();
const said = z
  .string()
  .max(256)
  .transform((text) => (isNothing(text) ? undefined : text))
  .optional();
const nothing = z.literal('').transform(() => undefined);

const entry = z.strictObject({
  protocol: pattern,
  description: pattern,
  guess: said,
  /** Per cent. */
  sure: said,
  is: said,
});

const mappingFile = z.strictObject({
  subjects: z.union([z.record(z.string(), label), nothing]).optional(),
  sessions: z.union([z.record(z.string(), label), nothing]).optional(),
  series: z.union([z.array(entry).max(datasetLimits.mappingEntries), nothing]).optional(),
});

export interface Mapping {
  readonly text: string;
  readonly subjects: Readonly<Record<string, string>>;
  readonly sessions: Readonly<Record<string, string>>;
  readonly rows: readonly MappingRow[];
}

/**
 * @param text of the file; undefined where there is none yet
 * @throws IsocenterError `dataset/mapping` with everything that is wrong
 */
export function readMapping(text = newMapping): Mapping {
  const result = mappingFile.safeParse(parsed(text, 'failsafe').toJS() || {});
  if (!result.success)
    throw unusable(result.error.issues.map(({ path, message }) => `${placeOf(path)}: ${message}`));
  const { subjects, sessions, series } = result.data;
  const problems: string[] = [];
  const rows = (series ?? []).flatMap(({ protocol, description, is }, at): MappingRow[] => {
    if (is === undefined) return [];
    try {
      return [{ protocolName: protocol, seriesDescription: description, as: parseBidsNotation(is) }];
    } catch (error) {
      problems.push(`${placeOf(['series', at])}: ${(error as Error).message}`);
      return [];
    }
  });
  if (problems.length > 0) throw unusable(problems);
  return { text, subjects: subjects ?? {}, sessions: sessions ?? {}, rows };
}

type Seen = Pick<NamedInDataset, 'protocol' | 'description'>;

/** What the table says of exactly these. */
export function saidIn(text: string): (seen: Seen) => string | null {
  const entries = entriesOf(seriesOf(parsed(text)));
  return (seen) => {
    const entry = entries.get(keyOf(seen));
    const is = entry && textAt(entry, 'is');
    return is === undefined || isNothing(is) ? null : is;
  };
}

/** With the guesses of today, as many as a table may have; comments and what people wrote stay. */
export function withGuesses(
  text: string,
  guessed: readonly (Seen & { readonly guess: string | null; readonly confidence: number })[],
): string {
  const after = edited(text, (document) => {
    const series = seriesOf(document);
    const entries = entriesOf(series);
    const added: object[] = [];
    for (const { protocol, description, guess, confidence } of guessed) {
      const there = entries.get(keyOf({ protocol, description }));
      const sure = Math.round(confidence * 100);
      if (!there) {
        added.push({ ...exactly({ protocol, description }), guess, sure, is: null });
      } else if (there.has('guess')) {
        set(there, 'guess', guess);
        set(there, 'sure', sure);
      }
    }
    let room = datasetLimits.mappingBytes - document.toString(AS_WRITTEN).length;
    for (const entry of added.slice(0, Math.max(0, datasetLimits.mappingEntries - series.items.length))) {
      room -= stringify({ series: [entry] }, AS_WRITTEN).length - 'series:\n'.length;
      if (room < 0) return;
      series.add(document.createNode(entry));
    }
  });
  return after.length > datasetLimits.mappingBytes ? text : after;
}

/**
 * With what somebody says of series; null: what is guessed. It comes before what fits them otherwise.
 * @throws IsocenterError `bids/*` for what is no name of BIDS, `dataset/mapping` for more than a table may have
 */
export function withSaid(text: string, names: readonly (Seen & Pick<NamedInDataset, 'is'>)[]): string {
  for (const { is } of names) if (is !== null) parseBidsNotation(is);
  const after = edited(text, (document) => {
    const series = seriesOf(document);
    const entries = entriesOf(series);
    const first = new Set<unknown>();
    for (const { is, ...seen } of names) {
      const there = entries.get(keyOf(seen));
      const entry = there ?? (document.createNode(exactly(seen)) as YAMLMap);
      if (!there && is === null) continue;
      entry.set('is', is);
      entries.set(keyOf(seen), entry);
      first.add(entry);
    }
    // One that was written for several comes after those.
    series.items = [...first, ...series.items.filter((one) => !first.has(one))];
    if (series.items.length > datasetLimits.mappingEntries)
      throw unusable([`it would have more than ${datasetLimits.mappingEntries} entries`]);
  });
  if (after.length > datasetLimits.mappingBytes) throw tooLong();
  return after;
}

const AS_WRITTEN = { lineWidth: 0 };

function edited(text: string, change: (document: Document) => void): string {
  const document = parsed(text);
  const before = document.toString(AS_WRITTEN);
  change(document);
  const after = document.toString(AS_WRITTEN);
  return after === before ? text : after;
}

function set(map: YAMLMap, key: string, value: unknown): void {
  if (map.get(key) !== value) map.set(key, value);
}

function seriesOf(document: Document): YAMLSeq {
  const there = document.get('series');
  if (isSeq(there)) {
    there.flow = false;
    return there;
  }
  const made = document.createNode([]) as YAMLSeq;
  document.set('series', made);
  return made;
}

/** What an entry says that is for these alone. */
const exactly = ({ protocol, description }: Seen) => ({
  protocol: patternOf(protocol),
  description: patternOf(description),
});

const keyOf = (seen: Seen): string => JSON.stringify(Object.values(exactly(seen)));

/** By the keys of what they are for; of several the first. */
function entriesOf(series: YAMLSeq): Map<string, YAMLMap> {
  const entries = series.items
    .filter((item) => isMap(item))
    .map((item) => [JSON.stringify([textAt(item, 'protocol'), textAt(item, 'description')]), item] as const);
  return new Map(entries.reverse());
}

/** As it is written: what YAML takes for a number or nothing is text here. */
function textAt(map: YAMLMap, key: string): string | undefined {
  const node = map.get(key, true);
  return isScalar(node) ? (node.source ?? String(node.value ?? '')) : undefined;
}

function parsed(text: string, schema: 'core' | 'failsafe' = 'core'): Document {
  if (text.length > datasetLimits.mappingBytes) throw tooLong();
  const document = parseDocument(text, { schema });
  if (document.errors.length > 0)
    throw unusable(document.errors.map(({ message }) => message.split('\n')[0]!));
  return document;
}

function isNothing(text: string): boolean {
  return /^(|~|null)$/i.test(text.trim());
}

const placeOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => (typeof part === 'number' ? String(part + 1) : String(part))).join(' ') || 'the file';

const unusable = (problems: readonly string[]): IsocenterError =>
  new IsocenterError('dataset/mapping', { file: MAPPING_FILE, problems: problems.slice(0, 20).join('; ') });

const tooLong = (): IsocenterError =>
  unusable([`it is longer than ${datasetLimits.mappingBytes} characters`]);
