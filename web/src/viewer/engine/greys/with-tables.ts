/** What is in tables is too long for metadata, which say where it is (PS3.18 F.2.6). */
import { IsocenterError } from '../../../../../src/contract/index.ts';
import { type Dataset, fromJson } from '../../../../../src/dicom/index.ts';
import { bulkData, type JsonInstance } from '../../../api/dicom-web.ts';

/** Of one image or presentation state; they have one to five. */
const MAX_TABLES = 64;
/** Of LUT Data: 65,536 words (PS3.3 C.11.1.1.1). */
const TABLE_BYTES = 2 ** 17;
const BULK = '/bulkdata/';

/** Codes of errors that stay, however often the same is read. */
const bad: ReadonlySet<string> = new Set(['pixels/bad', 'dicom/bad-value', 'dicom/limit']);

/** What is read of elements and their tables; undefined where those are wrong. @param instance path of what the elements are of */
export async function readWithTables<Read>(
  elements: JsonInstance,
  instance: string,
  read: (dataset: Dataset) => Read,
): Promise<Read | undefined> {
  try {
    return read(await withTables(elements, instance));
  } catch (error) {
    if (error instanceof IsocenterError && bad.has(error.code)) return undefined;
    throw error;
  }
}

/** As a data set, with what they refer to. */
async function withTables(elements: JsonInstance, instance: string): Promise<Dataset> {
  const references = [...new Set(referencesIn(elements))];
  if (references.length > MAX_TABLES)
    throw new IsocenterError('dicom/limit', {
      ...{ what: 'The number of look-up tables', value: references.length, limit: MAX_TABLES },
    });
  const { signal } = new AbortController();
  const fetched = await Promise.all(
    references.map(async (uri) => {
      const path = uri.slice(uri.indexOf(BULK) + BULK.length);
      return [uri, await bulkData(instance, path, signal, { start: 0, end: TABLE_BYTES })] as const;
    }),
  );
  const tables = new Map(fetched);
  return fromJson(elements, { bulkData: (uri) => tables.get(uri) });
}

function referencesIn(elements: JsonInstance): string[] {
  return Object.values(elements).flatMap((element) => {
    const { BulkDataURI: uri } = element as { readonly BulkDataURI?: string };
    if (uri !== undefined) return [uri];
    return element.vr === 'SQ' ? ((element.Value ?? []) as JsonInstance[]).flatMap(referencesIn) : [];
  });
}
