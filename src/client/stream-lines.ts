/** The lines of a stream's answer: `{"item"}` any number of times, then `{"result"}` or `{"problem"}`. */
import { errorOfProblem, IsocenterError } from '../contract/index.ts';

/** Longer lines are a broken server. */
const maxLineLength = 16 * 1024 * 1024;

/** What is made of values as they arrive; throws for those that are not what the route says. */
export interface LineValues {
  item(value: unknown): unknown;
  result(value: unknown): unknown;
}

/** Throws the problem that the last line carries, or `control/lost` when there is no last line. */
export async function* itemsOf(
  text: AsyncIterable<string>,
  { item, result }: LineValues,
): AsyncGenerator<unknown, unknown, void> {
  for await (const line of readLines(text)) {
    const value: unknown = JSON.parse(line);
    if (has(value, 'item')) yield item(value.item);
    else if (has(value, 'problem')) throw errorOfProblem(value.problem) ?? lost('its problem has no words');
    else if (has(value, 'result')) return result(value.result);
  }
  throw lost('the answer stopped short');
}

const lost = (reason: string): IsocenterError => new IsocenterError('control/lost', { reason });

async function* readLines(text: AsyncIterable<string>): AsyncGenerator<string, void, void> {
  let rest = '';
  for await (const chunk of text) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLineLength) throw new RangeError(`a line is over ${maxLineLength} characters`);
    yield* lines.filter((line) => line !== '');
  }
  if (rest !== '') yield rest;
}

function has<Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> {
  return typeof value === 'object' && value !== null && key in value;
}
