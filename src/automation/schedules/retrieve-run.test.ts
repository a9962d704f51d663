import { expect, it } from 'vitest';
import { type ErrorCode, IsocenterError, systemClock } from '../../base/index.ts';
import { everything, problemOf, type RunStudy, saidProblem } from '../../contract/index.ts';
import { Dataset } from '../../dicom/index.ts';
import type { FetchedStudy } from '../../nodes/index.ts';
import { type RetrieveParts, retrieveRun } from './retrieve-run.ts';
import type { Run } from './run-rows.ts';
import type { Schedule } from './schedule.ts';

const schedule = { node: 'pacs', studies: {}, parallel: 1, recurrence: { timeZone: 'UTC' } };
const run = { day: '2026-01-01', keys: {}, studies: [] as RunStudy[] };
const uids = Array.from({ length: 12 }, (_, index) => `1.2.${index}`);

const errorOf = (code: ErrorCode): IsocenterError =>
  new IsocenterError(code, {
    ...{ host: 'pacs', status: 504, url: 'pacs' },
    ...{ port: 80, reason: 'reset', what: 'images' },
  });

/** Two images of each study, of which those come that nothing is in the way of. */
const studyOf = (error: IsocenterError | undefined): FetchedStudy => ({
  ...{ series: [], there: 2, wereHere: 0, isWanted: true, error, reason: error },
  ...(error ? { came: 0, missing: ['1.2', '1.3'] } : { came: 2, missing: [] }),
});

interface Attempt {
  /** Whether the node named the images of a study that fails. */
  readonly isNamed?: boolean;
  readonly parallel?: number;
  readonly earlier?: readonly RunStudy[];
}

/** @param failing places of the studies that fail with this. */
async function attempt(
  code: ErrorCode,
  failing: (place: number) => boolean,
  { isNamed = true, parallel = 1, earlier = [] }: Attempt = {},
) {
  const asked: string[] = [];
  const nodes = {
    queries: () => ({
      async *find() {
        for (const StudyInstanceUID of uids) yield Dataset.of({ StudyInstanceUID });
      },
      async [Symbol.asyncDispose]() {},
    }),
    async fetchMissing(_fetcher: unknown, _node: string, study: string) {
      asked.push(study);
      const error = failing(uids.indexOf(study)) ? errorOf(code) : undefined;
      if (error && !isNamed) throw error;
      return studyOf(error);
    },
  } as unknown as RetrieveParts['nodes'];
  const caller = { actor: { kind: 'local', name: 'test' }, scope: everything } as RetrieveParts['caller'];
  const { signal } = new AbortController();
  const parts = { archive: {} as never, nodes, clock: systemClock, caller, signal, progress: () => {} };
  const retrieved = await retrieveRun(
    parts,
    { ...schedule, parallel } as unknown as Schedule,
    { ...run, studies: earlier } as unknown as Run,
  );
  return { ...retrieved, asked };
}

async function runWith(code: ErrorCode, failing: (place: number) => boolean, isNamed: boolean) {
  const { asked, error, studies } = await attempt(code, failing, { isNamed });
  return { asked: asked.length, code: error?.code, failed: studies.filter(({ reason }) => reason).length };
}

const third = (place: number): boolean => place === 2;
const notEveryFifth = (place: number): boolean => place % 5 !== 4;
const all = (): boolean => true;

it.each<readonly [string, ErrorCode, (place: number) => boolean, boolean]>([
  ['a gateway waits too short for one study', 'dicomweb/busy', third, true],
  ['a gateway waits too short for the search in one study', 'dicomweb/busy', third, false],
  ['the line breaks with one study', 'net/unreachable', third, true],
  ['others come in between', 'dicomweb/busy', notEveryFifth, true],
])('a run goes on when %s', async (_, code, failing, isNamed) => {
  const failed = uids.filter((_uid, place) => failing(place)).length;
  expect(await runWith(code, failing, isNamed)).toEqual({ asked: 12, code: undefined, failed });
});

it.each<readonly [string, ErrorCode, boolean, number]>([
  ['it is the same with every study', 'dicomweb/busy', true, 5],
  ['nobody is there', 'net/unreachable', false, 1],
  ['the node does not let us in', 'dicomweb/denied', true, 1],
  ['the disk here is full', 'store/full', true, 1],
  ['nothing can be looked up here', 'catalog/unavailable', false, 1],
])('a run ends when %s', async (_, code, isNamed, asked) => {
  expect(await runWith(code, all, isNamed)).toMatchObject({ asked, code });
});

it.each([1, 3])('a run tells what came of the studies it ended with, %i at once', async (parallel) => {
  for (const isNamed of [true, false]) {
    const { asked, studies } = await attempt('dicomweb/denied', all, { isNamed, parallel });
    expect(asked).toHaveLength(parallel);
    expect(studies.map(({ studyInstanceUid }) => studyInstanceUid)).toEqual(asked);
    for (const { reason } of studies) expect(reason).toMatchObject({ code: 'dicomweb/denied' });
  }
});

it('a run keeps what came of a study at an earlier attempt when the node cannot be asked about it', async () => {
  const earlier = {
    studyInstanceUid: uids[0]!,
    images: 9,
    wereHere: 2,
    came: 4,
    missing: 3,
    reason: saidProblem('cut'),
  };
  const { studies } = await attempt('net/unreachable', all, { isNamed: false, earlier: [earlier] });
  expect(studies).toEqual([{ ...earlier, reason: problemOf(errorOf('net/unreachable')) }]);
});
