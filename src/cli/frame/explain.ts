/** An error as a person should read it: what happened, what it means for the data, what to do. */
import { asIsocenterError, type ErrorCode } from '../../base/index.ts';
import { systemErrorsInWords } from '../text/system-errors.ts';

const advice: Partial<Record<ErrorCode, string>> = {
  'store/locked':
    'Nothing was changed. Stop that process, or wait for it to finish. (A running server is asked by itself; that process answers on no control socket.)',
  'store/no-archive':
    'Nothing was made. Is the path right (--data)? `isocenter serve` or `isocenter import` begin a new archive.',
  'store/foreign-directory':
    'Is the path right (--data)? A new archive begins in an empty folder or in one that does not exist yet.',
  'store/io': 'What was acknowledged before is safe. Check the disk, then run `isocenter verify`.',
  'store/full': 'Free some space and run the same command again; what is already there is skipped.',
  'catalog/unavailable':
    'The image files are not touched. Is the database running, and does its disk have room?',
  'catalog/damaged':
    'The image files are not touched. Stop the server if it runs, then run `isocenter rebuild`: it moves the damaged database aside and makes a new one from the files. (On PostgreSQL give it an empty database.)',
  'catalog/in-doubt':
    'A decision that was being made is on record, and is carried out as soon as the database answers.',
  'catalog/schema':
    'Nothing was changed. Use the version of Isocenter that made this archive, or a newer one.',
  'control/unreachable': 'Nothing was changed. Is the server running? `isocenter doctor` checks.',
  'config/invalid': 'Nothing was started. docs/configuration.md lists every setting.',
  'control/in-use':
    'Nothing was changed, and that server goes on. `isocenter status` shows how it does. For a second server choose another --data, --dicom-port and --http-port.',
  'control/failed':
    'Nothing was started. When another program uses the port, choose a different one with --dicom-port, --dicom-tls-port or --http-port; ports below 1024 need the right to use them.',
  'archive/not-found': 'Nothing was changed. `isocenter find` shows what the archive holds.',
  'query/bad':
    'Write KEY=VALUE with keywords of DICOM, such as PatientName=DOE* or PatientID=42. Dates: 2024-01-31, or 20240101-20241231 for a range.',
  'access/weak-password': 'Nothing was changed. Several words that do not belong together make a good one.',
  'node/unknown':
    'Nothing was done. `isocenter nodes list` shows the names; `isocenter nodes add` adds one. An address needs its port: HOST:PORT.',
  'net/unreachable':
    'Check address, port and firewall; `isocenter echo` with the name of the node, or HOST:PORT of its DICOM, shows whether it answers.',
  'dimse/rejected': 'Check the AE titles on both sides: the peer must know the title that calls it.',
  internal:
    'This is a fault in Isocenter. What was acknowledged is safe. Run again with ISOCENTER_LOG_LEVEL=debug and report what it says.',
};

export function explain(error: unknown): string {
  const { code, message } = asIsocenterError(error);
  return [systemErrorsInWords(message), advice[code]].filter(Boolean).join('\n');
}
