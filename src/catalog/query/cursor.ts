import { IsocenterError } from '../../base/index.ts';
import type { Value } from '../engine/engine.ts';

/** Longer ones are not ours. */
const MAXIMUM_LENGTH = 8_192;

/** A position in the answers of a query as text that others hand back. `name` tells what the values are of. */
export function encodeCursor(name: string, position: readonly Value[]): string {
  return Buffer.from(JSON.stringify([name, ...position])).toString('base64url');
}

/** @throws IsocenterError `query/bad` when it is not a cursor of such a query. */
export function decodeCursor(cursor: string, name: string, width: number): Value[] {
  const [found, ...position] = parse(cursor);
  if (found === name && position.length === width && position.every(isPlain)) return position;
  throw notOurs();
}

function parse(cursor: string): unknown[] {
  if (cursor.length > MAXIMUM_LENGTH) throw notOurs();
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    throw notOurs();
  }
}

const isPlain = (value: unknown): value is string | number =>
  typeof value === 'string' || Number.isSafeInteger(value);

const notOurs = (): IsocenterError =>
  new IsocenterError('query/bad', { reason: 'the cursor is not one that this query gave' });
