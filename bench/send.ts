import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DicomPeer, storescu } from '../test/support/dcmtk.ts';

/** Sends a corpus (a folder per study) with DCMTK over one association; throws when anything was refused. */
export async function sendFolder(
  peer: DicomPeer,
  folder: string,
  options: { noDelay?: boolean } = {},
): Promise<void> {
  const studies = readdirSync(folder).map((name) => join(folder, name));
  const output = await storescu(peer, studies, ['+sd'], {
    ...options,
    timeoutMs: 3_600_000,
    discardOutput: true,
  });
  if (output.code !== 0) throw new Error(`storescu ended with ${output.code} (${output.signal})`);
}
