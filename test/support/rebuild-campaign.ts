import fs from 'node:fs';
import path from 'node:path';
import type { OpenArchive } from '../../src/archive/index.ts';
import { type RebuildSummary, systemActor } from '../../src/contract/index.ts';
import { everythingKnown, openData } from './eventful-archive.ts';

/** Deletes the catalog of a data directory that nobody has open. */
export function deleteCatalog(data: string): void {
  for (const name of fs.readdirSync(data)) {
    if (name.startsWith('catalog.sqlite')) fs.rmSync(path.join(data, name));
  }
}

export async function rebuildAll(open: OpenArchive): Promise<RebuildSummary> {
  const run = open.archive.rebuild(systemActor, { parametersOnly: false }, new AbortController().signal);
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
  }
}

/** What the catalog of a data directory knows. */
export async function knownIn(data: string): Promise<string[]> {
  const open = await openData(data);
  try {
    return await everythingKnown(open);
  } finally {
    await open.close();
  }
}

/** Lines that are in only one of the two, marked as `diff` does. */
export function differences(before: readonly string[], after: readonly string[]): string[] {
  const [was, is] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !is.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !was.has(line)).map((line) => `+ ${line}`),
  ];
}
