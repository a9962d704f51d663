import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attentionInWords, everything } from '../../src/contract/index.ts';
import { corpusInstance } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';
import { ExtensionHome } from '../support/extension-home.ts';
import { tester } from '../support/temp-archive.ts';

const good = {
  ...{ ProtocolName: 't1_mprage_sag', RepetitionTime: 2300, EchoTime: 2.32, InversionTime: 900 },
  ...{ FlipAngle: 9, SliceThickness: 1, PixelSpacing: [1, 1] },
};
/** Series 1 is as it should be, series 2 is not, and series 3 has no reference. */
const shape = {
  ...({ kind: 'tiny', studies: 1, instancesPerSeries: 2, seriesPerStudy: 3 } as const),
  override: ({ series }: { series: number }) =>
    [good, { ...good, FlipAngle: 12, EchoTime: 2.5 }, { ...good, ProtocolName: 'localizer', FlipAngle: 70 }][
      series
    ]!,
};
const at = (series: number) => corpusInstance(shape, { study: 0, series, instance: 0 });

describe.each(engines)('the example protocol-check on $name', (engine) => {
  let home: ExtensionHome;
  beforeEach(async () => {
    home = await ExtensionHome.open(engine);
    home.install('protocol-check');
  });
  afterEach(() => home[Symbol.asyncDispose]());

  const labels = async () =>
    (
      await home.home.temporary.archive.labels(tester, everything, {
        ...{ target: 'study', uid: at(0).studyInstanceUid },
      })
    ).map(({ name }) => name);
  const rules = (url: string) => ({
    deviates: {
      when: 'series quiet',
      if: { Modality: ['CT', 'MR'], extension: 'protocol-check.deviates' },
      do: [
        { extension: 'protocol-check.report' },
        { label: 'protocol deviates' },
        { notify: { url, text: '{series} series' } },
      ],
    },
  });

  it('labels and tells what deviates, and nothing else', async () => {
    const told: string[] = [];
    await using server = createServer(async (request, response) => {
      told.push(Buffer.concat(await Array.fromAsync(request)).toString());
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    await home.say({ rules: rules(`http://127.0.0.1:${(server.address() as AddressInfo).port}`) });
    await home.home.take(shape);
    await home.quiet();
    await home.settled();
    const [run] = await home.runs();
    expect(run).toMatchObject({ state: 'done', seriesInstanceUids: [at(1).seriesInstanceUid] });
    expect(run!.steps[0]!.note).toBe(
      'Series 2: EchoTime is 2.5, not 2.2 to 2.4; Series 2: FlipAngle is 12, not 9',
    );
    expect(await labels()).toEqual(['protocol deviates']);
    expect(told).toEqual(['1 series']);
  });

  it('is tried on what is here before it is on, and keeps the reference when a new one cannot be read', async () => {
    await home.say({ rules: { ...rules('https://example.org') } });
    await home.home.take(shape);
    expect(await home.home.automation.rules.tryOut({ name: 'deviates', limit: 10 })).toMatchObject({
      studies: [{ seriesInstanceUids: [at(1).seriesInstanceUid] }],
    });
    const reference = home.path('protocol-check', 'reference.json');
    home.write('protocol-check/reference.json', readFileSync(reference, 'utf8').replace('2300', 'null'));
    await home.look();
    await expect
      .poll(() => home.home.automation.problems().map(attentionInWords))
      .toEqual([expect.stringMatching(/RepetitionTime: this is nothing to compare with.*compare\.ts:\d+/)]);
    await home.look();
    expect(await home.home.automation.rules.tryOut({ name: 'deviates', limit: 10 })).toMatchObject({
      studies: [{ seriesInstanceUids: [at(1).seriesInstanceUid] }],
    });
    home.write(
      'protocol-check/reference.json',
      '{ "t1*": { "FlipAngle": 9 }, "localizer": { "FlipAngle": 9 } }',
    );
    await home.look();
    await expect.poll(() => home.home.automation.problems()).toEqual([]);
    expect(
      (await home.home.automation.rules.tryOut({ name: 'deviates', limit: 10 })).studies[0]!
        .seriesInstanceUids,
    ).toHaveLength(2);
  });
});
