import type { Logger } from '../base/index.ts';
import { loadTlsServer, type TlsServerFiles, type TlsServerMaterial } from './tls-material.ts';
import { watchFiles } from './watch-files.ts';

export interface TlsReload {
  readonly files: TlsServerFiles;
  /** For connections from now on; those that are open keep what they have. */
  readonly apply: (material: TlsServerMaterial) => void;
  readonly logger: Logger;
  /** Which port it is, for the log. */
  readonly door: string;
  /** ms between two looks at the files. */
  readonly everyMs?: number;
}

/**
 * Takes a renewed certificate into use without a restart. What cannot be used (half of a renewal, a key of another certificate)
 * is said, and the old one stays.
 * @returns ends it
 */
export function reloadTls({ files, apply, logger, door, everyMs }: TlsReload): () => void {
  const paths = [files.certificate, files.key, ...(files.authorities ? [files.authorities] : [])];
  return watchFiles(
    paths,
    () => {
      try {
        apply(loadTlsServer(files));
        logger.info({ door }, 'the TLS files have changed and are in use');
      } catch (error) {
        const reason = (error as Error).message;
        logger.warn(
          { door, reason },
          'the TLS files have changed and cannot be used; the old ones stay in use',
        );
      }
    },
    everyMs,
  );
}
