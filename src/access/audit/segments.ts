import { createReadStream, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

const NAME = /^audit-(\d{12,16})\.jsonl$/;

/** The file whose first record has this sequence number. */
export function segmentName(first: number): string {
  return `audit-${String(first).padStart(12, '0')}.jsonl`;
}

/** Names of the files of the log, oldest first. */
export function segmentsIn(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => NAME.test(name))
    .sort();
}

/** The sequence number that the first record of a file should have. */
export function firstOf(name: string): number {
  return Number(NAME.exec(name)?.[1]);
}

/** The lines of the log, oldest first. */
export async function* linesIn(directory: string): AsyncGenerator<string, void, void> {
  for (const name of segmentsIn(directory)) yield* linesOf(path.join(directory, name));
}

export function linesOf(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file) });
}
