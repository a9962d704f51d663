import { describe, expect, it } from 'vitest';
import { IsocenterError } from '../../../base/index.ts';
import { everything, type PriorsDefinition } from '../../../contract/index.ts';
import { Dataset, tags } from '../../../dicom/index.ts';
import { findPriors } from './find-priors.ts';
import type { ListedPatient } from './listed-patients.ts';
import { PassedOver } from './passed-over.ts';

type Answer = readonly [uid: string, issuer: string];

/** What a node with these answers is found to have; `fails` is thrown when that patient is asked for. */
async function found(
  list: readonly ListedPatient[],
  answers: Readonly<Record<string, readonly Answer[] | IsocenterError>>,
  { signal = new AbortController().signal, isOver = (): boolean => false } = {},
) {
  const passedOver = new PassedOver();
  const parts = {
    nodes: {
      async *worklist() {
        yield* list;
      },
      queries: () => ({
        async *find(_level: string, keys: Dataset) {
          const id = keys.string(tags.PatientID)!;
          const given = answers[id] ?? [];
          if (given instanceof IsocenterError) throw given;
          for (const [uid, issuer] of given)
            yield Dataset.of({ PatientID: id, IssuerOfPatientID: issuer, StudyInstanceUID: uid });
        },
        [Symbol.asyncDispose]: async () => {},
      }),
    },
    archive: { find: () => expect.unreachable() },
    caller: {
      actor: { kind: 'local', name: 'local' } as const,
      scope: everything,
      rights: new Set<never>(),
      address: '',
    },
    ...{ signal, passedOver, isOver },
  };
  const asked = { day: '2026-03-10', keys: {} };
  const priors: PriorsDefinition = { worklist: { node: 'ris' }, daysAhead: 1, atMost: 5, years: 10 };
  const uids: string[] = [];
  for await (const study of findPriors(parts, { node: 'pacs', priors, listRoot: undefined }, asked, []))
    uids.push(study.string(tags.StudyInstanceUID)!);
  return { uids, error: passedOver.error };
}

const patient = (id: string, issuer = ''): ListedPatient => ({ id, issuer });
const timeout = new IsocenterError('dimse/failed', { status: 'C001', comment: '' });

describe('finding priors', () => {
  it('takes those of the issuer of the list, and those that do not say', async () => {
    const answers = {
      '7': [
        ['1.1', 'NORTH'],
        ['1.2', 'SOUTH'],
        ['1.3', ''],
      ],
    } as const;
    const { uids, error } = await found([patient('7', 'NORTH')], answers);
    expect(uids.sort()).toEqual(['1.1', '1.3']);
    expect(error).toBeUndefined();
  });

  it('takes nobody’s when the list does not say whose the ID is, and goes on', async () => {
    const { uids, error } = await found([patient('7'), patient('8')], {
      '7': [
        ['1.1', 'NORTH'],
        ['1.2', 'SOUTH'],
      ],
      '8': [['2.1', 'NORTH']],
    });
    expect(uids).toEqual(['2.1']);
    expect(error).toMatchObject({ code: 'schedule/passed-over', params: { total: 2, count: 1, number: 1 } });
  });

  it('goes past a patient whom the node fails at', async () => {
    const { uids, error } = await found([patient('7'), patient('8')], { '7': timeout, '8': [['2.1', '']] });
    expect(uids).toEqual(['2.1']);
    expect(error).toMatchObject({ code: 'schedule/unanswered', params: { total: 2, count: 1 } });
  });

  it('goes past a patient with too many studies for a gateway, and ends when it is so with all', async () => {
    const busy = new IsocenterError('dicomweb/busy', { host: 'pacs', status: 504 });
    const { uids, error } = await found([patient('7'), patient('8')], { '7': busy, '8': [['2.1', '']] });
    expect(uids).toEqual(['2.1']);
    expect(error).toMatchObject({ code: 'schedule/unanswered', params: { total: 2, count: 1 } });
    const list = ['1', '2', '3', '4', '5', '6'];
    const asking = found(
      list.map((id) => patient(id)),
      Object.fromEntries(list.map((id) => [id, busy])),
    );
    await expect(asking).rejects.toBe(busy);
  });

  it('ends with the failure of the node when it is of everybody', async () => {
    const ids = ['1', '2', '3', '4', '5'];
    const failing = Object.fromEntries(ids.map((id) => [id, timeout]));
    await expect(
      found(
        ids.map((id) => patient(id)),
        failing,
      ),
    ).rejects.toBe(timeout);
    const gone = new IsocenterError('net/unreachable', { host: 'pacs', port: 104, reason: 'gone' });
    const denied = new IsocenterError('dicomweb/denied', { host: 'pacs', status: 401 });
    for (const error of [gone, denied])
      await expect(found([patient('1')], { '1': error })).rejects.toBe(error);
  });

  it('ends when it is cancelled, and when the time of the day is over', async () => {
    const answers = { '7': [['1.1', '']], '8': [['2.1', '']] } as const;
    const list = [patient('7'), patient('8')];
    await expect(found(list, answers, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    expect((await found(list, answers, { isOver: () => true })).uids).toEqual([]);
  });
});
