import type { StoredInstance } from '../../../archive/index.ts';
import {
  elementOf,
  type Header,
  hexTag,
  type JsonDataset,
  type JsonElement,
  type Tag,
  tags,
  toJson,
} from '../../../dicom/index.ts';
import { pathOf } from '../paths.ts';

/**
 * Everything of an instance but its bulk data in the DICOM JSON model (PS3.18 10.4.1.1.2, annex F): what is long comes
 * as a reference below `serviceRoot`.
 */
export function instanceJson(header: Header, instance: StoredInstance, serviceRoot: string): JsonDataset {
  const base = bulkDataUri(serviceRoot, instance, '');
  const json: Record<string, JsonElement> = {
    ...toJson(header.dataset, { bulkDataUri: (path) => base + path }),
  };
  const byReference = (tag: number, vr: string) => {
    json[hexTag(tag)] = { vr, BulkDataURI: base + hexTag(tag) };
  };
  for (const { tag, vr } of farElements(header)) byReference(tag, vr);
  // What viewers choose a decoder by: there is no group 0002 here.
  json[hexTag(tags.AvailableTransferSyntaxUID)] ??= { vr: 'UI', Value: [instance.transferSyntaxUid] };
  return json;
}

/** Where a value is that metadata give by reference. @param path tags and item indexes that lead to it */
export const bulkDataUri = (serviceRoot: string, instance: StoredInstance, path: string): string =>
  `${serviceRoot}${pathOf(targetOfInstance(instance))}/bulkdata/${path}`;

/** The paths of all that metadata give by reference, in the order of tags. */
export function bulkPathsIn(header: Header): string[] {
  const paths: string[] = [];
  const bulkDataUri = (path: string) => {
    paths.push(path);
    return path;
  };
  toJson(header.dataset, { bulkDataUri });
  return [...paths, ...farElements(header).map(({ tag }) => hexTag(tag))].sort();
}

/** Elements whose values were left in the file. */
function farElements({ omitted, pixelData }: Header): { readonly tag: Tag; readonly vr: string }[] {
  const far = omitted.map(({ tag }) => ({ tag, vr: elementOf(tag)?.vr.code ?? 'UN' }));
  return pixelData ? [...far, pixelData] : far;
}

export function targetOfInstance({ studyInstanceUid, seriesInstanceUid, sopInstanceUid }: StoredInstance) {
  return { study: studyInstanceUid, series: seriesInstanceUid, instance: sopInstanceUid };
}
