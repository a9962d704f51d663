/** What is put aside: how its files are called, and the note beside each that says why. */
import type { ErrorCode, ErrorParams, IsocenterError } from '../base/index.ts';

/** The JSON beside a file in `quarantine/`, for a person without software too. */
export interface QuarantineNote {
  /** Where it lay; one of `incoming/` for what had not been taken in. */
  readonly key: string;
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  /** The same in words. */
  readonly reason: string;
  readonly size: number;
  readonly modified: Date;
  readonly quarantined: Date;
}

export const QUARANTINE = 'quarantine';

/** Ends the name of a note; no file that is put aside is called so. */
const NOTE = '.json';
/** Characters kept of the name it had. */
const KEPT_NAME = 100;

export const isNoteKey = (key: string): boolean => key.endsWith(NOTE);

export const noteKeyOf = (key: string): string => key + NOTE;

/** @param unique begins the name: of a session of the store, and counting up in it */
export function quarantineKey(unique: string, name: string): string {
  const kept = name.slice(-KEPT_NAME);
  return `${QUARANTINE}/${unique}-${isNoteKey(kept) ? `${kept}.file` : kept}`;
}

export function noteText(
  key: string,
  { code, params, message }: IsocenterError,
  { size, modified }: { readonly size: number; readonly modified: Date },
): string {
  const note = { key, code, params, reason: message, size, modified, quarantined: new Date() };
  return `${JSON.stringify(note satisfies QuarantineNote, null, 2)}\n`;
}

/** Newest first: sessions follow one another, and names count up in each. */
export function newestFirst(one: string, other: string): number {
  const [a, b] = [placeInTime(one), placeInTime(other)];
  return b[0] - a[0] || b[1] - a[1] || (one < other ? 1 : Number(one !== other) * -1);
}

/** Milliseconds at which the session began, and the number of the name in it. What people put there comes last. */
function placeInTime(name: string): [milliseconds: number, number: number] {
  const ours = /^([0-9a-z]{7,9})-[0-9a-f]{8}-([0-9a-z]{1,8})-/.exec(name);
  if (ours) return [Number.parseInt(ours[1]!, 36), Number.parseInt(ours[2]!, 36)];
  const torn = /-torn-\d+-(\d{13,14})$/.exec(name);
  return torn ? [Number(torn[1]), 0] : [0, 0];
}
