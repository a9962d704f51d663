/** What is asked by DICOMweb (PS3.18): what the API of our own has no words for. */
import { errorOfAnswer } from '../../../src/client/browser.ts';
import { IsocenterError } from '../../../src/contract/index.ts';

/** An instance as DICOM JSON (PS3.18 F.2): elements by tag. */
export type JsonInstance = Readonly<
  Record<string, { readonly vr: string; readonly Value?: readonly unknown[] }>
>;

const root = '/dicom-web';

export const seriesPath = (study: string, series: string): string =>
  `${root}/studies/${study}/series/${series}`;

export const instancePath = (study: string, series: string, instance: string): string =>
  `${seriesPath(study, series)}/instances/${instance}`;

/** Everything but bulk data of all instances of a series (PS3.18 10.4.1.1.2). Failures are `IsocenterError`s. */
export async function seriesMetadata(
  study: string,
  series: string,
  signal: AbortSignal,
): Promise<JsonInstance[]> {
  const headers = { accept: 'application/dicom+json' };
  const response = await ask(`${seriesPath(study, series)}/metadata`, headers, signal);
  return response.status === 204 ? [] : ((await response.json()) as JsonInstance[]);
}

/**
 * The value of a binary element, as metadata refer to it (PS3.18 10.4.1.1.5). Failures are `IsocenterError`s.
 * @param path of an instance, with the tags and numbers of items that lead to the element: `54000100/0/54001010`
 * @param range of its bytes, the end exclusive; all of them where it is left out
 */
export async function bulkData(
  instance: string,
  path: string,
  signal: AbortSignal,
  range?: { readonly start: number; readonly end: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const headers = {
    accept: 'application/octet-stream',
    ...(range && { range: `bytes=${range.start}-${range.end - 1}` }),
  };
  const response = await ask(`${instance}/bulkdata/${path}`, headers, signal);
  return new Uint8Array(await response.arrayBuffer());
}

/** A frame without compression (PS3.18 10.4.1.1.6). Failures are `IsocenterError`s. @param frame from 1 */
export async function frameBytes(instance: string, frame: number, signal: AbortSignal): Promise<Uint8Array> {
  const headers = { accept: 'application/octet-stream' };
  const response = await ask(`${instance}/frames/${frame}`, headers, signal);
  return new Uint8Array(await response.arrayBuffer());
}

async function ask(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
  const response = await fetch(path, { headers, signal }).catch((error: unknown) => {
    if (signal.aborted) throw signal.reason;
    throw new IsocenterError('control/lost', { reason: 'the server does not answer' }, error);
  });
  if (!response.ok) throw await errorOfAnswer(response);
  return response;
}

/** The first value of an element as text; empty where there is none. */
export function textIn(instance: JsonInstance, tag: string): string {
  const [value] = instance[tag]?.Value ?? [];
  if (typeof value === 'object' && value !== null) return nameIn(value);
  return value === undefined || value === null ? '' : String(value);
}

/** All values of an element that are numbers; empty where there are none. */
export function numbersIn(instance: JsonInstance, tag: string): number[] {
  return (instance[tag]?.Value ?? []).map(Number).filter(Number.isFinite);
}

/** All values of an element as text; empty where there are none. */
export function textsIn(instance: JsonInstance, tag: string): string[] {
  return (instance[tag]?.Value ?? []).map((value) =>
    typeof value === 'object' && value !== null ? nameIn(value) : String(value ?? ''),
  );
}

/** The items of a sequence; empty where there are none. */
export function itemsIn(instance: JsonInstance, tag: string): readonly JsonInstance[] {
  return instance[tag]?.vr === 'SQ' ? ((instance[tag].Value ?? []) as readonly JsonInstance[]) : [];
}

/** The groups of a PN (PS3.18 F.2.2), as they are written in one value. */
function nameIn(groups: object): string {
  const { Alphabetic = '', Ideographic = '' } = groups as { Alphabetic?: string; Ideographic?: string };
  return Ideographic === '' ? Alphabetic : `${Alphabetic}=${Ideographic}`;
}
