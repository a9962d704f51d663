/** A body as lines of text. */
import type { Readable } from 'node:stream';

/** Longer lines are a broken server. */
const maxLineLength = 16 * 1024 * 1024;

export async function* readLines(body: Readable): AsyncGenerator<string, void, void> {
  body.setEncoding('utf8');
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLineLength) throw new RangeError(`a line is over ${maxLineLength} characters`);
    yield* lines.filter((line) => line !== '');
  }
  if (rest !== '') yield rest;
}
