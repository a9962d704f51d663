import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everything, type Scope } from '../../contract/index.ts';
import { Dataset, type PlainDataset, tags } from '../../dicom/index.ts';
import type { Catalog } from '../catalog.ts';
import { openCatalog } from '../open-catalog.ts';
import type { Level } from '../record/attributes.ts';
import { encodeCursor } from './cursor.ts';
import { find } from './find.ts';
import { parseQuery } from './parse-query.ts';
import type { Query } from './query.ts';

const aFew: Scope = { kind: 'rules', rules: [{ collection: 'lab' }] };

/** Queries that people ask, and the index that SQLite has to begin with. */
const plans: readonly [level: Level, keys: PlainDataset, index: string, scope?: Scope][] = [
  ['patient', { PatientID: 'P1' }, 'patient_by_id'],
  ['patient', { PatientName: 'MUL*' }, 'patient_by_name'],
  ['study', { PatientID: 'P1' }, 'study_by_patient_id'],
  ['study', { PatientID: 'P1' }, 'study_by_patient_id', aFew],
  ['study', { PatientName: 'MUL*' }, 'study_by_patient_name'],
  ['study', { PatientName: 'MUL^*', StudyDate: '19500101-20241231' }, 'study_by_patient_name'],
  ['study', { PatientBirthDate: '19600101' }, 'study_by_birth_date'],
  ['study', { StudyDate: '20240101-20240131' }, 'study_by_date'],
  ['study', { StudyDate: '20240102', ModalitiesInStudy: 'CT' }, 'study_by_date'],
  ['study', { AccessionNumber: 'A1' }, 'study_by_accession'],
  ['study', { StudyDescription: 'MRI*' }, 'study_by_description'],
  ['study', { ReferringPhysicianName: 'Ada*' }, 'study_by_referring'],
  ['study', { StudyInstanceUID: ['1.2', '1.3'] }, 'study_by_uid'],
  ['series', { StudyInstanceUID: '1.2' }, 'study_by_uid'],
  ['series', { Modality: 'CT', StudyDate: '20240101-20240131' }, 'study_by_date'],
  ['series', { StationName: 'CT1' }, 'series_by_station'],
  ['series', { BodyPartExamined: 'HEAD' }, 'series_by_body_part'],
  ['instance', { StudyInstanceUID: '1.2', SeriesInstanceUID: '1.2.1' }, 'series_by_uid'],
  ['instance', { SOPInstanceUID: '1.2.1.1' }, 'instance_current'],
  ['instance', { StudyDate: '20240101-20240131', InstanceNumber: '1' }, 'study_by_date'],
];

describe('the plan of a query', () => {
  let directory: string;
  let catalog: Catalog;
  let connection: InstanceType<typeof BetterSqlite3>;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'isocenter-plans-'));
    const path = join(directory, 'catalog.sqlite');
    catalog = await openCatalog({ database: `sqlite:${path}` });
    connection = new BetterSqlite3(path);
  });
  afterAll(async () => {
    connection.close();
    await catalog.close();
    rmSync(directory, { recursive: true });
  });

  /** What SQLite says it does first, for each statement of the query. */
  async function firstSteps(
    level: Level,
    keys: PlainDataset,
    scope: Scope,
    more: Partial<Query> = {},
  ): Promise<string[]> {
    const steps: string[] = [];
    const spying = {
      ...catalog.engine,
      rows: async (query: Parameters<Catalog['engine']['rows']>[0]) => {
        const plan = connection.prepare(`EXPLAIN QUERY PLAN ${query.sql}`).all(query.parameters);
        for (const { detail } of plan as { detail: string }[]) {
          expect(detail).not.toContain('SCAN instance');
          if (more.order) expect(detail).not.toContain('TEMP B-TREE');
        }
        steps.push((plan as { detail: string }[])[0]!.detail);
        return [];
      },
    };
    const query = parseQuery(Dataset.of(keys), level, { root: 'study', relational: true });
    await Array.fromAsync(find(spying, scope, { ...query, ...more }));
    return steps;
  }

  it.each(plans)('%s by %j begins with %s', async (level, keys, index, scope = everything) => {
    for (const step of await firstSteps(level, keys, scope)) expect(step).toContain(` ${index} `);
  });

  const newest = { order: { tags: [tags.StudyDate], descending: true } };

  it.each<[Level, PlainDataset, string, Partial<Query>]>([
    ['study', {}, 'INDEX study_in_time', newest],
    ['study', { PatientName: '*SMITH' }, 'INDEX study_in_time', newest],
    ['study', { StudyDate: '20240101-' }, 'SEARCH study USING INDEX study_in_time (<expr>>?', newest],
    ['study', { PatientName: 'SMITH*' }, 'study_by_patient_name', newest],
    [
      'patient',
      {},
      'SCAN patient USING INDEX patient_in_order',
      { order: { tags: [tags.PatientName], descending: false } },
    ],
    ['study', {}, 'INDEX study_in_arrival', { order: { by: 'arrival', descending: true } }],
    [
      'study',
      {},
      'SEARCH study USING INDEX study_in_arrival (first_received_at<?)',
      { order: { by: 'arrival', descending: false }, arrivedBy: '2026-01-01T00:00:00.000Z' },
    ],
    ['study', { StudyDescription: 'mri*' }, 'study_by_description', { ignoreCase: true }],
    ['series', { InstitutionName: 'clinic' }, 'series_by_institution', { ignoreCase: true }],
  ])('%s by %j begins with %s when asked so', async (level, keys, index, more) => {
    for (const step of await firstSteps(level, keys, everything, more)) expect(step).toContain(index);
  });

  it('of studies in order goes on behind a cursor without passing by what came before', async () => {
    const after = encodeCursor('00080020-', ['20240101', '1200', 7]);
    for (const step of await firstSteps('study', {}, everything, { ...newest, after })) {
      expect(step).toContain('SEARCH study USING INDEX study_in_time (<expr><?)');
    }
  });

  it('of studies without an index goes through them slice by slice, in the order of their rows', async () => {
    expect(await firstSteps('study', { PatientName: '*SMITH' }, everything)).toEqual([
      'SCAN study',
      'SCAN study',
    ]);
  });
});
