/** Measurements to be pasted elsewhere: into a report, into a table. Pure. */
import type { Measurement } from './measurement.ts';

export interface NamedMeasurement {
  readonly name: string;
  /** Where it is: "Series 3, image 12". */
  readonly place: string;
  readonly measurement: Measurement;
  /** Its values in words. */
  readonly lines: readonly string[];
}

/** A line for each. */
export const asText = (all: readonly NamedMeasurement[]): string =>
  all.map(({ name, place, lines }) => `${name}: ${lines.join(', ')} (${place})`).join('\n');

/** A row for each value, numbers as they are: RFC 4180. */
export function asCsv(all: readonly NamedMeasurement[]): string {
  const rows = all.flatMap(({ name, place, measurement: { kind, image, values } }) =>
    values.map(({ quantity, value, unit }) => [
      ...[name, kind, place, image.sopInstanceUid, String(image.frame)],
      ...[quantity, String(value), unit],
    ]),
  );
  const head = ['name', 'kind', 'place', 'sopInstanceUid', 'frame', 'quantity', 'value', 'unit'];
  return [head, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n');
}

/** Spreadsheets run what begins like a formula: such a text gets an apostrophe in front. */
function quoted(text: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
