import { appendFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { corpusInstance } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';
import { ExtensionHome } from '../support/extension-home.ts';

const shape = { kind: 'tiny', studies: 1, instancesPerSeries: 3, seriesPerStudy: 2 } as const;
const { seriesInstanceUid } = corpusInstance(shape, { study: 0, series: 0, instance: 0 });

describe.each(engines)('the example series-log on $name', (engine) => {
  let home: ExtensionHome;
  beforeEach(async () => {
    home = await ExtensionHome.open(engine);
    home.install('series-log.ts');
  });
  afterEach(() => home[Symbol.asyncDispose]());
  const rows = () => home.readKept('series-log', 'series.csv').trimEnd().split('\n');

  it('writes one row for each quiet series, once, and another one for other contents', async () => {
    await home.say({ rules: { log: { when: 'series quiet', do: [{ extension: 'series-log.append' }] } } });
    await home.home.take(shape);
    await home.quiet();
    await home.settled();
    expect(await home.runs()).toMatchObject([{ state: 'done', problem: null }]);
    const [head, ...first] = rows();
    expect(head).toMatch(/^SeriesInstanceUID,Content,StudyInstanceUID,Images,PatientID,/);
    expect(first).toHaveLength(2);
    expect(first.find((row) => row.startsWith(`${seriesInstanceUid},`))?.split(',')[3]).toBe('3');
    // As if it had been killed in the middle of a row, before anybody knew that the others were written.
    appendFileSync(home.kept('series-log', 'series.csv'), '1.2.3,abc');
    await home.say({ rules: { again: { when: 'manual', do: [{ extension: 'series-log.append' }] } } });
    for await (const _ of home.home.automation.rules.replay('again', {
      signal: new AbortController().signal,
    }));
    await home.settled();
    expect(await home.runs('again')).toMatchObject([{ state: 'done' }]);
    expect(rows()).toEqual([head, ...first]);
    await home.say({ rules: { log: { when: 'series quiet', do: [{ extension: 'series-log.append' }] } } });
    await home.home.take({ ...shape, instancesPerSeries: 4 });
    await home.quiet();
    await home.settled();
    expect(rows()).toHaveLength(5);
  });
});
