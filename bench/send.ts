import { type DicomPeer, storescu } from '../test/support/dcmtk.ts';

/** Sends folders with DCMTK over one association; throws when anything was refused. */
export async function sendFolders(
  peer: DicomPeer,
  folders: readonly string[],
  options: { noDelay?: boolean } = {},
): Promise<void> {
  const output = await storescu(peer, [...folders], ['+sd', '+r'], {
    ...options,
    timeoutMs: 3_600_000,
    discardOutput: true,
  });
  if (output.code !== 0) throw new Error(`storescu ended with ${output.code} (${output.signal})`);
}
