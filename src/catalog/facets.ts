import { sql } from 'kysely';
import type { Scope } from '../contract/index.ts';
import { type Engine, type Row, rowsOf } from './engine/engine.ts';
import { allOf, type Condition } from './query/scope.ts';
import { foundSlices } from './query/study-slices.ts';

/** What falls under one value. */
export interface FacetValue {
  readonly value: string;
  readonly studies: number;
  readonly instances: number;
  readonly bytes: number;
}

/**
 * The archive by facet, the most instances first. A series with more than one SOP class, transfer syntax or sender
 * counts in full under each of them.
 */
export interface Facets {
  readonly modalities: readonly FacetValue[];
  /** By year of the study date. */
  readonly years: readonly FacetValue[];
  readonly sopClasses: readonly FacetValue[];
  readonly transferSyntaxes: readonly FacetValue[];
  readonly senders: readonly FacetValue[];
}

/** Values of one facet that are answered. */
const MAXIMUM_VALUES = 1_000;

const columns = ['modality', 'year', 'sop_classes', 'transfer_syntaxes', 'senders'] as const;

/** Reads every series row that is seen once, slice by slice, and no instance. */
export async function facets(engine: Engine, scope: Scope): Promise<Facets> {
  const tallies = columns.map(() => new FacetTally());
  for await (const slice of foundSlices(engine, scope)) {
    for (const [study, instances, bytes, ...values] of await seriesRows(engine, slice)) {
      for (const [index, tally] of tallies.entries()) {
        tally.add(values[index] as string | null, study as number, instances as number, bytes as number);
      }
    }
  }
  const [modalities, years, sopClasses, transferSyntaxes, senders] = tallies.map((tally) => tally.values());
  return {
    modalities: modalities!,
    years: years!,
    sopClasses: sopClasses!,
    transferSyntaxes: transferSyntaxes!,
    senders: senders!,
  };
}

async function seriesRows(engine: Engine, slice: Condition): Promise<Row[]> {
  const conditions = [slice, sql`series.study_row = study.id AND series.instance_count > 0`];
  const query = sql`SELECT study.id, series.instance_count, series.size, series.modality,
      substr(study.study_date, 1, 4), series.sop_classes, series.transfer_syntaxes, series.senders
    FROM study CROSS JOIN series WHERE ${allOf(conditions)} ORDER BY study.id`;
  return await rowsOf(engine, query);
}

interface Count {
  studies: number;
  instances: number;
  bytes: number;
  lastStudy: number;
}

/** Adds up by value. Rows come in the order of studies, so each study is counted once. */
class FacetTally {
  readonly #counts = new Map<string, Count>();

  add(list: string | null, study: number, instances: number, bytes: number): void {
    for (const value of (list ?? '').split('\\')) this.#countOf(value, study, instances, bytes);
  }

  #countOf(value: string, study: number, instances: number, bytes: number): void {
    let count = this.#counts.get(value);
    if (!count) {
      count = { studies: 0, instances: 0, bytes: 0, lastStudy: 0 };
      this.#counts.set(value, count);
    }
    if (count.lastStudy !== study) count.studies += 1;
    count.lastStudy = study;
    count.instances += instances;
    count.bytes += bytes;
  }

  values(): FacetValue[] {
    const all = [...this.#counts].map(([value, { studies, instances, bytes }]) => ({
      value,
      studies,
      instances,
      bytes,
    }));
    return all
      .sort((a, b) => b.instances - a.instances || (a.value < b.value ? -1 : 1))
      .slice(0, MAXIMUM_VALUES);
  }
}
