/** An error as a person should read it: what happened, what it means for the data, what to do. */
import { asIsocenterError, type ErrorCode } from '../../base/index.ts';

const advice: Partial<Record<ErrorCode, string>> = {
  'store/locked':
    'Nothing was changed. Stop that process, or wait for it to finish. A running server is used by itself; this one does not answer on its control socket.',
  'store/io': 'What was acknowledged before is safe. Check the disk, then run `isocenter verify`.',
  'store/full': 'Free some space and run the same command again; what is already there is skipped.',
  'catalog/unavailable':
    'The image files are not touched. `isocenter doctor` says more; `isocenter rebuild` makes a new catalog from the files.',
  'catalog/schema':
    'Nothing was changed. Use the version of Isocenter that made this archive, or a newer one.',
  'control/unreachable': 'Nothing was changed. Is the server running? `isocenter doctor` checks.',
  'config/invalid': 'Nothing was started. docs/configuration.md lists every setting.',
  'node/unknown': 'Nothing was sent. `isocenter nodes list` shows the names; `isocenter nodes add` adds one.',
  'net/unreachable': 'Check address, port and firewall; then try `isocenter echo HOST:PORT`.',
  'dimse/rejected': 'Check the AE titles on both sides: the peer must know the title that calls it.',
  internal:
    'This is a fault in Isocenter. What was acknowledged is safe. Run again with ISOCENTER_LOG_LEVEL=debug and report what it says.',
};

export function explain(error: unknown): string {
  const { code, message } = asIsocenterError(error);
  return [message, advice[code]].filter(Boolean).join('\n');
}
