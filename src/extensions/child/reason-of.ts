import { TryAgain } from '../../sdk/index.ts';
import type { Said } from '../messages.ts';

/** What went wrong and in which line, for who wrote the extension. */
export function reasonOf(error: unknown): Extract<Said, { kind: 'failed' }> {
  if (error instanceof TryAgain) return { kind: 'failed', reason: error.message, isLater: true };
  if (!(error instanceof Error)) return { kind: 'failed', reason: String(error) };
  const place = placeIn(error.stack ?? '');
  return { kind: 'failed', reason: place === undefined ? error.message : `${error.message} (${place})` };
}

/** The first line of the extension that is named: `index.ts:12`. Of what cannot be read it stands in front of all. */
function placeIn(stack: string): string | undefined {
  const folder = process.argv[2]?.replace(/[^/\\]*$/, '') ?? '';
  const named = [...stack.matchAll(/(?:file:\/\/)?(\/[^\s():]+|[A-Z]:[^\s():]+):(\d+)/g)];
  const [, file = '', line] = named.find(([, path = '']) => decodeURI(path).startsWith(folder)) ?? [];
  return line === undefined ? undefined : `${decodeURI(file).slice(folder.length)}:${line}`;
}
