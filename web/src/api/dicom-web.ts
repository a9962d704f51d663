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

/** Everything but bulk data of all instances of a series (PS3.18 10.4.1.1.2). Failures are `IsocenterError`s. */
export async function seriesMetadata(
  study: string,
  series: string,
  signal: AbortSignal,
): Promise<JsonInstance[]> {
  const headers = { accept: 'application/dicom+json' };
  const response = await fetch(`${seriesPath(study, series)}/metadata`, { headers, signal }).catch(
    (error: unknown) => {
      if (signal.aborted) throw signal.reason;
      throw new IsocenterError('control/lost', { reason: 'the server does not answer' }, error);
    },
  );
  if (!response.ok) throw await errorOfAnswer(response);
  return response.status === 204 ? [] : ((await response.json()) as JsonInstance[]);
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

/** The groups of a PN (PS3.18 F.2.2), as they are written in one value. */
function nameIn(groups: object): string {
  const { Alphabetic = '', Ideographic = '' } = groups as { Alphabetic?: string; Ideographic?: string };
  return Ideographic === '' ? Alphabetic : `${Alphabetic}=${Ideographic}`;
}
