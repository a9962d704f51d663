import { readFileSync } from 'node:fs';
import { parseFile, tags } from '../../src/dicom/index.ts';
import { connect, planContexts } from '../../src/dimse/index.ts';
import type { DicomPeer } from './dcmtk.ts';

/** An instance as it goes over the wire: the bytes of its file after group 0002. */
export interface RawInstance {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataSet: Uint8Array;
  /** Of the study and the series it belongs to; empty where the data set does not say. */
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
}

/** The instance in a file, as far as it can be read; its UIDs are those of the data set. */
export function readRaw(file: string | Uint8Array): RawInstance {
  const bytes = typeof file === 'string' ? readFileSync(file) : file;
  const { dataset, transferSyntaxUid, dataSetOffset } = parseFile(bytes, { tolerant: true });
  return {
    sopClassUid: dataset.string(tags.SOPClassUID) ?? '',
    sopInstanceUid: dataset.string(tags.SOPInstanceUID) ?? '',
    studyInstanceUid: dataset.string(tags.StudyInstanceUID) ?? '',
    seriesInstanceUid: dataset.string(tags.SeriesInstanceUID) ?? '',
    transferSyntaxUid,
    dataSet: bytes.subarray(dataSetOffset),
  };
}

/** Whether the data set says which instance of which series of which study it is, in UIDs as PS3.5 9.1 has them. */
export function hasIdentity(instance: RawInstance): boolean {
  const { sopClassUid, sopInstanceUid, studyInstanceUid, seriesInstanceUid } = instance;
  return [sopClassUid, sopInstanceUid, studyInstanceUid, seriesInstanceUid].every((uid) =>
    /^[0-9.]{1,64}$/.test(uid),
  );
}

/** Sends bytes as they are, which storescu does not: it writes every data set anew. The statuses, in order. */
export async function storeRaw(
  peer: DicomPeer,
  instances: readonly RawInstance[],
  callingAeTitle = 'RAW_SCU',
): Promise<number[]> {
  const statuses = new Map<RawInstance, number>();
  for (const contexts of planContexts(instances, [])) {
    const { host = '127.0.0.1', port, aet: calledAeTitle } = peer;
    const association = await connect({ host, port, calledAeTitle, callingAeTitle, contexts });
    const classes = new Set(contexts.map(({ abstractSyntax }) => abstractSyntax));
    for (const instance of instances) {
      if (!classes.has(instance.sopClassUid)) continue;
      statuses.set(instance, (await association.store(instance)).status);
    }
    await association.release();
  }
  return instances.map((instance) => statuses.get(instance)!);
}
