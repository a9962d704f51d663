/** The program's log, on standard error: JSON for machines, short lines for people. */
import pino, { type DestinationStream } from 'pino';
import type { Logger } from '../../base/index.ts';
import type { Settings } from '../../contract/index.ts';
import { prettyLine } from '../text/log-line.ts';

export function createLogger({ logLevel, logPretty }: Pick<Settings, 'logLevel' | 'logPretty'>): Logger {
  const options = { level: logLevel, base: undefined, timestamp: pino.stdTimeFunctions.isoTime };
  const plain = pino.destination({ fd: 2, sync: true });
  return pino(options, (logPretty ?? process.stderr.isTTY) ? prettied(plain) : plain);
}

function prettied(to: DestinationStream): DestinationStream {
  return { write: (line) => to.write(prettyLine(line)) };
}
