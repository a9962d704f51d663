import { describe, expect, it } from 'vitest';
import { type CorpusShape, corpus } from '../../test/support/corpus.ts';
import { engines } from '../../test/support/engines.ts';
import { Modality } from '../../test/support/eventful-archive.ts';
import { TemporaryArchive, tester } from '../../test/support/temp-archive.ts';
import { type Clock, IsocenterError, silentLogger, systemClock } from '../base/index.ts';
import { everything } from '../contract/index.ts';
import { StudyViews } from './study-views.ts';

const shape: CorpusShape = { kind: 'tiny', studies: 2, instancesPerSeries: 1, seed: 7 };
const DAY_MS = 86_400_000;
const HOUR_MS = DAY_MS / 24;
const noon = Date.UTC(2031, 4, 1, 12);

describe.each(engines)('views on $name', (engine) => {
  async function openViews() {
    const temporary = await TemporaryArchive.open(engine);
    await new Modality(temporary, 'TESTER', systemClock).send(corpus(shape));
    const time = { ms: noon };
    const clock: Clock = { ...systemClock, now: () => new Date(time.ms) };
    const { catalog } = temporary.parts;
    const written: string[][] = [];
    const views = new StudyViews({
      clock,
      logger: silentLogger,
      catalog: {
        beginViews: () => catalog.beginViews(),
        forgetViewsOfGone: () => catalog.forgetViewsOfGone(),
        viewOf: (study) => catalog.viewOf(study),
        async noteViews(studies, day) {
          written.push([...studies]);
          await catalog.noteViews(studies, day);
        },
      },
    });
    const studies = [...new Set([...corpus(shape)].map(({ studyInstanceUid }) => studyInstanceUid))];
    return { temporary, views, time, written, studies: studies as [string, string] };
  }

  it('last until the end of the day of the look, and are written once a day', async () => {
    const { temporary, views, time, written, studies } = await openViews();
    await using _ = temporary;
    const [seen, other] = studies;
    const began = await views.lastOf(other);
    expect(Math.abs(began - Date.now())).toBeLessThan(HOUR_MS);
    for (const _ of [1, 2]) {
      views.note([seen, seen]);
      await views.flush();
    }
    expect(written).toEqual([[seen]]);
    expect(await views.lastOf(seen)).toBe(noon + 12 * HOUR_MS);
    expect(await views.lastOf(other)).toBe(began);
    time.ms += DAY_MS;
    views.note([seen]);
    expect(await views.lastOf(seen)).toBe(noon + 36 * HOUR_MS);
    // A clock that was set back takes no look away.
    time.ms -= 3 * DAY_MS;
    views.note([seen]);
    expect(await views.lastOf(seen)).toBe(noon + 36 * HOUR_MS);
  });

  it('are kept of studies that are here, and begin anew with a rebuild', async () => {
    const { temporary, views, time, studies } = await openViews();
    await using _ = temporary;
    const [seen] = studies;
    views.note(['1.2.3', seen]);
    await views.flush();
    const { catalog } = temporary.parts;
    expect((await catalog.viewOf('1.2.3')).viewedOn).toBeUndefined();
    expect((await catalog.viewOf(seen)).viewedOn).toBe('2031-05-01');
    await temporary.archive.rebuild(tester, { parametersOnly: false }, new AbortController().signal).next();
    time.ms += DAY_MS;
    expect(await views.lastOf(seen)).toBeLessThan(noon);
  });

  it('are lost by no database that cannot be written to for a while, however many they are', async () => {
    const written = new Set<string>();
    let fails = 2;
    const views = new StudyViews({
      ...{ clock: systemClock, logger: silentLogger },
      catalog: {
        beginViews: async () => {},
        forgetViewsOfGone: async () => {},
        viewOf: async () => ({ viewedOn: undefined, since: '' }),
        async noteViews(studies) {
          if (fails-- > 0) throw new IsocenterError('store/full', { what: 'the catalog' });
          for (const study of studies) written.add(study);
        },
      },
    });
    const studies = Array.from({ length: 2_500 }, (_, at) => `1.${at}`);
    views.note(studies);
    await views.flush();
    views.note(studies);
    await views.flush();
    expect(fails).toBeLessThanOrEqual(0);
    await views.flush();
    expect(written.size).toBe(2_500);
  });

  it('are noted of what is exported', async () => {
    const { temporary, studies } = await openViews();
    await using _ = temporary;
    const { archive } = temporary;
    const [taken, left] = studies;
    const selection = [{ studyInstanceUids: [taken] }];
    for await (const _ of archive.exportStream(tester, everything, {
      selection,
      template: '{SOPInstanceUID}.dcm',
      dicomdir: false,
    }));
    expect(await archive.views.lastOf(taken)).toBeGreaterThan(Date.now() - HOUR_MS);
    expect((await temporary.parts.catalog.viewOf(taken)).viewedOn).toBeDefined();
    expect((await temporary.parts.catalog.viewOf(left)).viewedOn).toBeUndefined();
  });
});
