import { existsSync } from 'node:fs';
import { mainScript, startIsocenter } from '../../test/support/server.ts';
import type { Peer } from './peer.ts';

/** Ourselves, as `isocenter serve` runs for everybody. */
export const isocenter: Peer = {
  name: 'isocenter',
  available: existsSync(mainScript),
  start: ({ directory, destination } = {}) => startIsocenter({ data: directory, config: nodes(destination) }),
};

const nodes = (destination: { aet: string; host: string; port: number } | undefined) =>
  destination === undefined
    ? undefined
    : {
        nodes: [
          { name: 'destination', aeTitle: destination.aet, host: destination.host, port: destination.port },
        ],
      };
