import type { InstanceBytes, Transcoder } from '../archive/index.ts';
import { plainTransferSyntaxes, transferSyntaxOf } from '../dicom/index.ts';
import { type ConvertFrame, canDecode, canEncode, transcode } from '../pixels/index.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Transcoding for `archive.deliver`, in worker threads, frame by frame. */
export function createTranscoder(pool: WorkerPool): Transcoder {
  return {
    target(storedUid, accepted) {
      if (!canDecode(storedUid) || transferSyntaxOf(storedUid)?.deflated) return undefined;
      // What every receiver knows, then what loses nothing. Nothing is compressed with a loss unasked.
      return plainTransferSyntaxes.find((uid) => accepted.includes(uid)) ?? accepted.find(canEncode);
    },
    transcode: (instance: InstanceBytes, targetUid) => {
      const convert: ConvertFrame = (frame) => pool.run(() => ({ kind: 'convert', frame, targetUid }));
      return transcode(instance, instance.header, targetUid, convert);
    },
  };
}
