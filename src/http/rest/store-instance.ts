import type { Readable } from 'node:stream';
import type { Archive } from '../../archive/index.ts';
import type { Clock } from '../../base/index.ts';
import type { Caller, StoredInstanceAnswer } from '../../contract/index.ts';
import { pour } from './pour.ts';

/** Takes in one DICOM file as it arrives. The socket is read no faster than the disk takes it. */
export async function storeInstance(
  { archive, clock }: { readonly archive: Archive; readonly clock: Clock },
  { actor, scope, address }: Caller,
  body: Readable,
): Promise<StoredInstanceAnswer> {
  const receivedAt = clock.now().toISOString();
  const origin = { via: 'upload', receivedAt, sender: actor.name, address, receiver: '' } as const;
  const sink = archive.ingestDicomFile(actor, scope, { origin });
  return await pour(body, sink);
}
