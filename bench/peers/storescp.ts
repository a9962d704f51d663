import { hasDcmtk, startStorescp } from '../../test/support/dcmtk.ts';
import { TemporaryDirectory } from '../../test/support/temp.ts';
import type { Peer } from './peer.ts';

/** DCMTK's storage server, a process per association. It syncs nothing and indexes nothing. */
export const storescp: Peer = {
  name: 'storescp',
  available: hasDcmtk,
  start: async ({ noDelay = true } = {}) => {
    const directory = new TemporaryDirectory('storescp');
    const server = await startStorescp({ directory: directory.path, args: ['--fork'], noDelay });
    const dispose = async () => {
      await server.stop();
      directory.remove();
    };
    return { peer: server, pid: server.process.pid, [Symbol.asyncDispose]: dispose };
  },
};
