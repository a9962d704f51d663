import { hasOrthanc, startOrthanc } from '../../test/support/orthanc.ts';
import type { Peer } from './peer.ts';

/** Debian's Orthanc as it comes: SQLite index, MD5 of attachments, nothing overwritten. */
export const orthanc: Peer = {
  name: 'orthanc',
  available: hasOrthanc,
  start: ({ noDelay = true, destination, directory } = {}) =>
    startOrthanc({
      directory,
      env: { TCP_NODELAY: noDelay ? '1' : undefined },
      modalities: destination === undefined ? {} : { destination },
    }),
};
