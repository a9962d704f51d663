import { sql } from 'kysely';
import type { Scope } from '../contract/index.ts';
import { type Engine, rowsOf } from './engine/engine.ts';
import { foundSlices } from './query/study-slices.ts';

/** All that queries of a scope find. Bytes are those of its current instances. */
export interface ScopeTotals {
  readonly patients: number;
  readonly studies: number;
  readonly series: number;
  readonly instances: number;
  readonly bytes: number;
}

/** Reads the counters of every study that is seen once, slice by slice. */
export async function totalsOf(engine: Engine, scope: Scope): Promise<ScopeTotals> {
  const patients = new Set<unknown>();
  const sum = { studies: 0, series: 0, instances: 0, bytes: 0 };
  for await (const slice of foundSlices(engine, scope)) {
    const query = sql`SELECT patient_row, count(*), sum(series_count), sum(instance_count), sum(size)
      FROM study WHERE ${slice} AND instance_count > 0 GROUP BY patient_row`;
    for (const [patient, ...counts] of await rowsOf(engine, query)) {
      const [studies = 0, series = 0, instances = 0, bytes = 0] = counts.map(Number);
      patients.add(patient);
      sum.studies += studies;
      sum.series += series;
      sum.instances += instances;
      sum.bytes += bytes;
    }
  }
  return { patients: patients.size, ...sum };
}
