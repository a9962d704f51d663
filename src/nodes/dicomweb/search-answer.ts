import { Dataset, fromJson, hexTag, type Tag } from '../../dicom/index.ts';

type Row = Readonly<Record<string, unknown>>;

/** The results of a search in the DICOM JSON model (PS3.18 F.2); undefined: this is no such answer. */
export function rowsOf(body: Buffer): readonly Row[] | undefined {
  const value = parsed(body);
  return Array.isArray(value) && value.every(isRow) ? value : undefined;
}

/**
 * Of a result what was asked for, as C-FIND would tell it: services add what they like. An element that cannot be read is left
 * out.
 */
export function answerOf(row: Row, asked: Iterable<Tag>): Dataset {
  const given = [...asked]
    .map(hexTag)
    .flatMap((tag) => (row[tag] === undefined ? [] : [[tag, row[tag]] as const]));
  return (
    readable(Object.fromEntries(given)) ??
    readable(Object.fromEntries(given.filter((one) => readable(Object.fromEntries([one])) !== undefined))) ??
    new Dataset()
  );
}

function readable(row: Row): Dataset | undefined {
  try {
    return fromJson(row);
  } catch {
    return undefined;
  }
}

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
