import type { FileEntry } from '../../../../../src/contract/index.ts';
import { isSame, type Says } from './says.ts';

/** What is filled in in the dialog of a kind of entry, and how the automation file says it. */
export interface EntryForm<Fields> {
  /** Of what cannot be said in the dialog, nothing is in them. */
  readonly fieldsOf: (name: string, says: Says) => Fields;
  readonly entryOf: (fields: Fields) => Says;
}

/** An entry that is changed in its dialog. */
export interface Changed<Fields> {
  readonly name: string;
  readonly says: Says;
  readonly fields: Fields;
}

/** Undefined where the dialog would lose some of what the file says. */
export function changedOf<Fields>(
  entry: FileEntry | undefined,
  { fieldsOf, entryOf }: EntryForm<Fields>,
): Changed<Fields> | undefined {
  if (!entry) return;
  const { on: _, ...says } = entry.says;
  const fields = fieldsOf(entry.name, says);
  if (isSame(entryOf(fields), says)) return { name: entry.name, says, fields };
}
