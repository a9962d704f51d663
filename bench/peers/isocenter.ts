import { existsSync } from 'node:fs';
import { mainScript, startIsocenter } from '../../test/support/server.ts';
import type { Peer } from './peer.ts';

/** Ourselves, as `isocenter serve` runs for everybody. */
export const isocenter: Peer = {
  name: 'isocenter',
  available: existsSync(mainScript),
  start: ({ directory } = {}) => startIsocenter({ data: directory }),
};
