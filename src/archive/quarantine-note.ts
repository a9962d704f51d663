/** The note beside a file in quarantine, as it is read back: also those that older versions wrote. */
import { z } from 'zod';
import { type FileStore, noteKeyOf } from '../store/index.ts';

const schema = z.object({
  key: z.string(),
  /** Absent in notes of older versions. */
  code: z.string().nullable().default(null),
  reason: z.string().default(''),
  quarantined: z.string().default(''),
});
export type ReadNote = z.output<typeof schema>;

/** Longest note that is read, bytes. */
const MAXIMUM_NOTE = 64 * 1024;

/** Undefined when there is none, or none that can be read. */
export async function readQuarantineNote(store: FileStore, key: string): Promise<ReadNote | undefined> {
  const noteKey = noteKeyOf(key);
  const stat = store.stat(noteKey);
  if (!stat || stat.size > MAXIMUM_NOTE) return undefined;
  const text = new TextDecoder().decode(await store.readAll(noteKey));
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
