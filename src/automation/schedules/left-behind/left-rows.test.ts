import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyCatalog, engines, type TestCatalog } from '../../../../test/support/engines.ts';
import { IsocenterError } from '../../../base/index.ts';
import type { ComparedSeries } from '../../../nodes/index.ts';
import { forgetNode, listLeft, noteLooks, type Outcome, silenceLeft } from './left-rows.ts';

const study = '1.2.3';

function seriesOf(missing: readonly string[], images: readonly string[]): ComparedSeries {
  const described = { seriesInstanceUid: '1.2.3.1', modality: 'CT', number: '1', description: '' };
  return { ...described, images: images.length, sopInstanceUids: new Set(images), missing };
}

const someMissing: Outcome = {
  ...{ series: [seriesOf(['2', '3'], ['1', '2', '3'])], missing: ['2', '3'] },
  ...{ reason: undefined, isWanted: true },
};
const nothingNamed: Outcome = { ...someMissing, series: [], missing: [] };

describe.each(engines)('rows of studies that schedules left behind, on $name', (engine) => {
  let opened: TestCatalog;
  beforeEach(async () => {
    opened = await emptyCatalog(engine);
  });
  afterEach(() => opened.close());

  const look = (today: string, outcome: Outcome | undefined, schedule = 'nightly') =>
    opened.catalog.engine.write(() =>
      noteLooks({ node: 'ct1', schedule, today }, [
        { studyInstanceUid: study, studyDate: '2026-03-09', outcome },
      ]),
    );
  const since = { counted: '2026-02-01', seen: '2026-03-01' };
  const left = () => opened.catalog.engine.read(() => listLeft('ct1', since));

  it.each([
    ['names no images of it', nothingNamed, 'node/nothing'],
    [
      'cannot be asked',
      new IsocenterError('net/unreachable', { host: 'ct1', port: 104, reason: '' }),
      'net/unreachable',
    ],
  ] as const)('keep what was missing when the node %s', async (_, outcome, code) => {
    await look('2026-03-10', someMissing);
    await look('2026-03-11', outcome);
    expect(await left()).toMatchObject([
      {
        ...{ images: 3, series: [{ there: 3, missing: 2 }], reason: { code } },
        ...{ firstSeenOn: '2026-03-10', seenOn: '2026-03-11' },
      },
    ]);
  });

  it('are silent until something else is missing, and keep the day when they were first seen', async () => {
    await look('2026-03-10', someMissing);
    const { write } = opened.catalog.engine;
    expect(await write(() => silenceLeft('ct1', [study, '1.2.4']))).toBe(1);
    for (const outcome of [someMissing, nothingNamed, undefined]) {
      await look('2026-03-11', outcome);
      expect(await left()).toMatchObject([{ isSilenced: true }]);
    }
    const oneMissing = { ...someMissing, series: [seriesOf(['3'], ['1', '2', '3'])], missing: ['3'] };
    await look('2026-03-12', oneMissing);
    expect(await left()).toMatchObject([{ isSilenced: false, firstSeenOn: '2026-03-10' }]);
  });

  it('are listed with those first that count from the earliest day, and without what nobody is told of', async () => {
    const noteAt = (node: string, uid: string, studyDate: string | null, today: string) =>
      opened.catalog.engine.write(() =>
        noteLooks({ node, schedule: 'nightly', today }, [
          { studyInstanceUid: uid, studyDate, outcome: undefined },
        ]),
      );
    await noteAt('ct1', 'undated', null, '2026-02-10');
    await noteAt('ct1', 'future', '2027-01-01', '2026-02-05');
    await noteAt('ct1', 'first', '2026-02-01', '2026-02-20');
    await noteAt('ct1', 'over', '2026-01-31', '2026-02-28');
    await noteAt('ct1', 'stays', '2026-01-01', '2026-03-01');
    await noteAt('ct2', 'elsewhere', '2026-02-01', '2026-03-01');
    const listed = await left();
    expect(listed.map(({ studyInstanceUid }) => studyInstanceUid)).toEqual([
      ...['stays', 'first', 'future', 'undated'],
    ]);
  });

  it('go with their node', async () => {
    await look('2026-03-10', someMissing);
    await opened.catalog.engine.write(() => forgetNode('another'));
    expect(await left()).toHaveLength(1);
    await opened.catalog.engine.write(() => forgetNode('ct1'));
    expect(await left()).toEqual([]);
  });

  it('go when the schedule that found it does not mean it any more, and not when another one never did', async () => {
    const notWanted = { ...someMissing, isWanted: false };
    await look('2026-03-10', someMissing);
    await look('2026-03-11', notWanted, 'other');
    expect(await left()).toMatchObject([{ schedule: 'nightly', seenOn: '2026-03-10' }]);
    await look('2026-03-11', notWanted);
    expect(await left()).toEqual([]);
  });
});
