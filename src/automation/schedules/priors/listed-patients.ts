import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { asIsocenterError, IsocenterError } from '../../../base/index.ts';
import type { PriorsDefinition } from '../../../contract/index.ts';
import { isBelow } from '../../../disks/index.ts';

type Csv = NonNullable<PriorsDefinition['csv']>;
export interface ListedPatient {
  readonly id: string;
  /** Whose ID it is (PS3.3 C.2.2, Issuer of Patient ID); empty when the list does not say. */
  readonly issuer: string;
}

type Line = Readonly<Record<string, string>>;

/** Largest list, bytes. */
const MAXIMUM_BYTES = 4 * 1024 * 1024;

/**
 * Patients of a table with headings, those of a day where it has a column with dates. Throws `schedule/no-list`.
 * @param root folder that it must be in, wherever links lead @param day 2026-01-31
 */
export async function listedPatients(
  { file, patient, issuer, date }: Csv,
  root: string | undefined,
  day: string,
): Promise<ListedPatient[]> {
  const lines = await linesOf(file, root);
  for (const heading of [patient, issuer, date])
    if (heading !== undefined && lines.length > 0 && lines[0]![heading] === undefined)
      throw noList(file, `it has no column ${heading}`);
  return lines
    .filter((line, index) => date === undefined || dayIn(file, line[date]!, index) === day)
    .map((line) => ({ id: line[patient]!, issuer: issuer === undefined ? '' : line[issuer]! }));
}

async function linesOf(file: string, root: string | undefined): Promise<Line[]> {
  const text = await textOf(file, root);
  const firstLine = text.slice(0, text.search(/\r?\n|$/));
  // The library is loaded when a list is read.
  const { parse } = await import('csv-parse/sync');
  try {
    return parse<Line>(text, {
      ...{ columns: true, bom: true, trim: true },
      // Tables of spreadsheets go on below their last line, with delimiters alone.
      ...{ skip_empty_lines: true, skip_records_with_empty_values: true },
      delimiter: delimiterOf(firstLine),
    });
  } catch (error) {
    // The message of the library quotes the line.
    throw noList(file, 'it is no table with commas, semicolons or tabs', error);
  }
}

/** The one that the headings have most of: names in a column may have the others, `Meier, Eva;P2`. */
function delimiterOf(headings: string): string {
  const count = (delimiter: string): number => headings.split(delimiter).length;
  return [',', ';', '\t'].reduce((most, one) => (count(one) > count(most) ? one : most));
}

async function textOf(file: string, root: string | undefined): Promise<string> {
  try {
    const real = await realpath(file);
    if (root === undefined || !isBelow(real, await realpath(root)))
      throw noList(file, 'it is a link that leads out of the folders that files may be read from');
    // A pipe without a writer would hold the opening up.
    await using handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const stats = await handle.stat();
    if (!stats.isFile() || stats.size > MAXIMUM_BYTES)
      throw noList(file, `it is no file of at most ${MAXIMUM_BYTES} bytes`);
    return await handle.readFile('utf8');
  } catch (error) {
    const failure = asIsocenterError(error);
    throw failure.code === 'schedule/no-list'
      ? failure
      : noList(file, String(failure.params.reason ?? failure.message), error);
  }
}

/** `2026-01-31`, `20260131`, `31.01.2026`; a time behind it is passed over. */
function dayIn(file: string, text: string, index: number): string {
  const [, ...iso] = /^(\d{4})-?(\d\d)-?(\d\d)(?!\d)/.exec(text) ?? [];
  const [, ...german] = /^(\d\d)\.(\d\d)\.(\d{4})(?!\d)/.exec(text) ?? [];
  const parts = iso.length > 0 ? iso : german.reverse();
  if (parts.length !== 3) throw noList(file, `its entry ${index + 1} has no date such as 2026-01-31`);
  return parts.join('-');
}

const noList = (file: string, reason: string, cause?: unknown): IsocenterError =>
  new IsocenterError('schedule/no-list', { file, reason }, cause);
