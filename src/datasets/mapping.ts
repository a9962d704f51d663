/** The table in which people say what series are called in a dataset: a YAML file that they may write in. */

import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import { z } from 'zod';
import { IsocenterError } from '../base/index.ts';
import { type MappingRow, parseBidsNotation } from '../bids/index.ts';
import type { NamedInDataset } from '../contract/index.ts';
import { datasetLimits } from './limits.ts';
import { MAPPING_FILE } from './mapping-file.ts';

const newMapping = `# How subjects, sessions and series are called in this dataset. Isocenter adds the series whose names it had to guess,
# with its guess and how sure that is, and leaves everything else here as people wrote it.
#
# What stands behind "is" counts: a name such as anat-T1w, func-bold_task-rest or fmap-epi_dir-AP, or "skip" for what is to be
# kept aside in the folder "unnamed". Protocol and description may have a * for anything; the first entry that fits counts.

# As they are called now, and as they are to be called: P0017: "01"
subjects: {}
# The same for sessions, with the subject as it is called: 01/20260131: pre
sessions: {}
series: []
`;

const label = z.string().regex(/^[A-Za-z0-9]{1,64}$/, 'has letters and digits only');
/** All is read as text, so that 01 stays 01. */
const said = z
  .string()
  .max(256)
  .transform((text) => (/^(|~|null)$/i.test(text.trim()) ? undefined : text))
  .optional();
const nothing = z.literal('').transform(() => undefined);

const entry = z.strictObject({
  protocol: said,
  description: said,
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
export function saidOf(text: string, seen: Seen): string | null {
  const entry = entryOf(seriesOf(parsed(text)), seen);
  const is = entry && textAt(entry, 'is');
  return is === undefined || is.trim() === '' ? null : is;
}

/** With the guesses of today; comments and what people wrote stay. */
export function withGuesses(
  text: string,
  guessed: readonly (Seen & { readonly guess: string | null; readonly confidence: number })[],
): string {
  return edited(text, (document) => {
    const series = seriesOf(document);
    for (const { protocol, description, guess, confidence } of guessed) {
      const there = entryOf(series, { protocol, description });
      const sure = Math.round(confidence * 100);
      if (!there) {
        if (series.items.length >= datasetLimits.mappingEntries) return;
        series.add(document.createNode({ protocol, description, guess, sure, is: null }));
      } else if (there.has('guess')) {
        set(there, 'guess', guess);
        set(there, 'sure', sure);
      }
    }
  });
}

/** With what somebody says of a series; null: what is guessed. It comes before what fits it otherwise. */
export function withSaid(text: string, { protocol, description }: Seen, is: string | null): string {
  if (is !== null) parseBidsNotation(is);
  return edited(text, (document) => {
    const series = seriesOf(document);
    const there = entryOf(series, { protocol, description });
    if (there) {
      there.set('is', is);
      // One that was written for several comes after it.
      series.items = [there, ...series.items.filter((one) => one !== there)];
    } else if (is !== null) {
      series.items.unshift(document.createNode({ protocol, description, is }) as YAMLMap);
    }
  });
}

function edited(text: string, change: (document: Document) => void): string {
  const document = parsed(text);
  const before = document.toString({ lineWidth: 0 });
  change(document);
  const after = document.toString({ lineWidth: 0 });
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

const entryOf = (series: YAMLSeq, { protocol, description }: Seen): YAMLMap | undefined =>
  series.items
    .filter((item) => isMap(item))
    .find((item) => textAt(item, 'protocol') === protocol && textAt(item, 'description') === description);

function textAt(map: YAMLMap, key: string): string | undefined {
  const node = map.get(key, true);
  return isScalar(node) && node.value !== null ? (node.source ?? String(node.value)) : undefined;
}

function parsed(text: string, schema: 'core' | 'failsafe' = 'core'): Document {
  if (text.length > datasetLimits.mappingBytes)
    throw unusable([`it is longer than ${datasetLimits.mappingBytes} characters`]);
  const document = parseDocument(text, { schema });
  if (document.errors.length > 0)
    throw unusable(document.errors.map(({ message }) => message.split('\n')[0]!));
  return document;
}

const placeOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => (typeof part === 'number' ? String(part + 1) : String(part))).join(' ') || 'the file';

const unusable = (problems: readonly string[]): IsocenterError =>
  new IsocenterError('dataset/mapping', { file: MAPPING_FILE, problems: problems.slice(0, 20).join('; ') });
