import type { StoredInstance } from '../../../archive/index.ts';
import {
  elementOf,
  type Header,
  hexTag,
  type JsonDataset,
  type JsonElement,
  tags,
  toJson,
} from '../../../dicom/index.ts';
import { pathOf } from '../paths.ts';

/**
 * Everything of an instance but its bulk data in the DICOM JSON model (PS3.18 10.4.1.1.2, annex F): what is long comes
 * as a reference below `serviceRoot`.
 */
export function instanceJson(header: Header, instance: StoredInstance, serviceRoot: string): JsonDataset {
  const base = `${serviceRoot}${pathOf(targetOfInstance(instance))}/bulkdata/`;
  const json: Record<string, JsonElement> = {
    ...toJson(header.dataset, { bulkDataUri: (path) => base + path }),
  };
  const byReference = (tag: number, vr: string) => {
    json[hexTag(tag)] = { vr, BulkDataURI: base + hexTag(tag) };
  };
  for (const { tag } of header.omitted) byReference(tag, elementOf(tag)?.vr.code ?? 'UN');
  if (header.pixelData) byReference(header.pixelData.tag, header.pixelData.vr);
  // What viewers choose a decoder by: there is no group 0002 here.
  json[hexTag(tags.AvailableTransferSyntaxUID)] ??= { vr: 'UI', Value: [instance.transferSyntaxUid] };
  return json;
}

export function targetOfInstance({ studyInstanceUid, seriesInstanceUid, sopInstanceUid }: StoredInstance) {
  return { study: studyInstanceUid, series: seriesInstanceUid, instance: sopInstanceUid };
}
