/** The lines of a stream's answer: `{"item"}` any number of times, then `{"result"}` or `{"problem"}`. */
import { errorOfProblem, IsocenterError, problem, type Route } from '../contract/index.ts';

/** Longer lines are a broken server. */
const maxLineLength = 16 * 1024 * 1024;

/** Throws the problem that the last line carries, or `control/lost` when there is no last line. */
export async function* itemsOf(
  route: Route,
  text: AsyncIterable<string>,
): AsyncGenerator<unknown, unknown, void> {
  for await (const line of readLines(text)) {
    const value: unknown = JSON.parse(line);
    if (has(value, 'item') && 'stream' in route && route.stream) yield route.item.parse(value.item);
    else if (has(value, 'problem')) throw errorOfProblem(problem.parse(value.problem));
    else if (has(value, 'result')) return route.result.parse(value.result);
  }
  throw new IsocenterError('control/lost', { reason: 'the answer stopped short' });
}

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
