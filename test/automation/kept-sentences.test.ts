/** Versions before kept why something failed as a sentence: each table that has such a reason is still read. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readReport, writeReport } from '../../src/automation/retention/retention-rows.ts';
import { addRun as addRuleRun, readRun } from '../../src/automation/rules/rule-run.ts';
import { findLeft, noteLooks } from '../../src/automation/schedules/left-behind/left-rows.ts';
import { addRun, endRun, findRun, noteAttempt } from '../../src/automation/schedules/run-rows.ts';
import { volumeOf, writeVolume } from '../../src/automation/trees/volumes/tree-volume.ts';
import { statement } from '../../src/catalog/index.ts';
import { problemOf, type RetentionReport, saidProblem } from '../../src/contract/index.ts';
import { TemporaryAutomation } from '../support/automation.ts';
import { engines } from '../support/engines.ts';

const sentence = 'The node did not send it.';
const kept = saidProblem(sentence);
const now = '2026-03-10T12:00:00.000Z';

describe.each(engines)('a sentence that was kept before on $name', (engine) => {
  let home: TemporaryAutomation;
  beforeEach(async () => {
    home = await TemporaryAutomation.open(engine);
  });
  afterEach(() => home[Symbol.asyncDispose]());

  it('is read of runs of schedules and of their studies', async () => {
    const { engine: database } = home.temporary.parts.catalog;
    const key = { schedule: 'nightly', plannedAt: now };
    const study = {
      ...{ studyInstanceUid: '1.2', images: 1, wereHere: 0, came: 0, missing: 1 },
      reason: sentence as never,
    };
    await database.write(function* () {
      yield* addRun({ ...key, day: '2026-03-10', keys: {} as never });
      yield* noteAttempt(key, { studies: [study], reason: null, now });
      yield* endRun(key, 'failed', now, null);
      yield* statement('UPDATE scheduled_run SET reason = ?', [sentence]);
    });
    const run = await database.read(() => findRun(key));
    expect(run).toMatchObject({ reason: kept, studies: [{ reason: kept }] });
  });

  it('is read of what was left behind', async () => {
    const { engine: database } = home.temporary.parts.catalog;
    await database.write(function* () {
      const look = { studyInstanceUid: '1.2', studyDate: null, outcome: undefined };
      yield* noteLooks({ node: 'ct1', schedule: 'nightly', today: '2026-03-10' }, [look]);
      yield* statement('UPDATE left_behind SET reason = ?', [sentence]);
    });
    expect(await database.read(() => findLeft('ct1', '1.2'))).toMatchObject({ reason: kept });
  });

  it('is read of runs of rules and of their steps', async () => {
    const { engine: database } = home.temporary.parts.catalog;
    await database.write(function* () {
      yield* addRuleRun({
        ...{ id: 'one', rule: 'label', definition: '', content: '', occasion: '', when: 'manual' },
        ...{
          owner: { kind: 'local', name: 'x' },
          subject: { studyInstanceUid: '1.2' } as never,
          matched: {},
        },
        ...{ state: 'failed', problem: null, createdAt: now, endedAt: now },
        steps: [{ action: 'label', about: '', state: 'failed', problem: sentence as never }],
      });
      yield* statement('UPDATE rule_run SET problem = ?', [sentence]);
    });
    const run = await database.read(() => readRun('one'));
    expect(run).toMatchObject({ problem: kept, steps: [{ problem: kept }] });
  });

  it('is read of reports of retention and of volumes in trees', async () => {
    const { engine: database } = home.temporary.parts.catalog;
    await database.write(function* () {
      const counts = { studies: 0, instances: 0, bytes: 0, protected: 0, withoutCopy: 0 };
      yield* writeReport('old', { endedAt: now, ...counts, problem: sentence } as unknown as RetentionReport);
      yield* writeVolume('tree', {
        ...{ studyInstanceUid: '1.2', seriesInstanceUid: '1.3', source: '', engine: '', files: 0 },
        failure: problemOf(new Error('x')),
      });
      yield* statement('UPDATE tree_volume SET failure = ?', [sentence]);
    });
    expect(await database.read(() => readReport('old'))).toMatchObject({ problem: kept });
    expect(await database.read(() => volumeOf('tree', '1.3'))).toMatchObject({ failure: kept });
  });
});
