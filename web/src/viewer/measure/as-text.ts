/** Measurements to be pasted elsewhere: into a report, into a table. Pure. */
import { csvText } from '../../format/csv.ts';
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

/** A row for each value, numbers as they are. */
export function asCsv(all: readonly NamedMeasurement[]): string {
  const rows = all.flatMap(({ name, place, measurement }) =>
    measurement.values.map(({ quantity, value, unit }) => [
      ...[name, measurement.kind, place, ...frameOf(measurement)],
      ...[quantity, String(value), unit],
    ]),
  );
  const head = ['name', 'kind', 'place', 'sopInstanceUid', 'frame', 'quantity', 'value', 'unit'];
  return csvText([head, ...rows]);
}

/** A plane is of no frame. */
const frameOf = (measurement: Measurement): [string, string] =>
  'image' in measurement ? [measurement.image.sopInstanceUid, String(measurement.image.frame)] : ['', ''];
