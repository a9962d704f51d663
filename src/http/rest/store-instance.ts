import type { Readable } from 'node:stream';
import type { Archive } from '../../archive/index.ts';
import { type Clock, IsocenterError } from '../../base/index.ts';
import type { Caller, StoredInstanceAnswer } from '../../contract/index.ts';

/** Of one instance, bytes. Whole slides are below. */
const MAXIMUM_BYTES = 64 * 2 ** 30;

/** Takes in one DICOM file as it arrives. The socket is read no faster than the disk takes it. */
export async function storeInstance(
  { archive, clock }: { readonly archive: Archive; readonly clock: Clock },
  { actor, scope, address }: Caller,
  body: Readable,
): Promise<StoredInstanceAnswer> {
  const receivedAt = clock.now().toISOString();
  const origin = { via: 'upload', receivedAt, sender: actor.name, address, receiver: '' } as const;
  const sink = archive.ingestDicomFile(actor, scope, { origin });
  let received = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      received += chunk.length;
      if (received > MAXIMUM_BYTES) throw new IsocenterError('input/too-large', { limit: MAXIMUM_BYTES });
      const wait = sink.write(chunk);
      if (wait) await wait;
    }
    return await sink.end();
  } catch (error) {
    sink.abort(error);
    throw error;
  }
}
