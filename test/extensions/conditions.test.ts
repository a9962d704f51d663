import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attentionInWords } from '../../src/contract/index.ts';
import { engines } from '../support/engines.ts';
import { ExtensionHome } from '../support/extension-home.ts';

const asked = (is: string) => `
import { appendFileSync } from 'node:fs';
import { condition, defineExtension } from 'isocenter/extension';
export default defineExtension({
  conditions: {
    fits: condition({
      elements: ['SeriesNumber'],
      is({ values, with: { number } }) {
        appendFileSync('asked', 'x');
        ${is}
      },
    }),
  },
});
`;
const works = asked('return values.SeriesNumber[0] === String(number);');
const shape = { kind: 'tiny', studies: 1, instancesPerSeries: 3, seriesPerStudy: 3 } as const;
const fits = (number: number) => ({ extension: { name: 'ask.fits', with: { number } } });

describe.each(engines)('conditions of extensions on $name', (engine) => {
  let home: ExtensionHome;
  beforeEach(async () => {
    home = await ExtensionHome.open(engine);
  });
  afterEach(() => home[Symbol.asyncDispose]());
  const timesAsked = () => home.readKept('ask', 'asked').length;
  const replay = async (name: string) => {
    for await (const _ of home.home.automation.rules.replay(name, { signal: new AbortController().signal }));
  };

  it('let their rule alone rest where the extension is gone after a start, until it is back', async () => {
    home.write('ask.ts', works);
    const plain = { when: 'series quiet', do: [{ label: 'x' }] };
    await home.say({ rules: { asks: { ...plain, if: fits(2) }, plain } });
    rmSync(home.path('ask.ts'));
    // As long as the program runs, what was in use stays in use.
    await home.look();
    expect((await home.home.automation.rules.list()).map(({ isOn }) => isOn)).toEqual([true, true]);
    const again = home.home.again();
    const look = () => again.lookNow(new AbortController().signal);
    const listed = async () =>
      (await again.rules.list()).map(({ name, isOn, problem }) => [name, isOn, problem?.title ?? null]);
    await look();
    const reason = 'It rests. There is no extension that offers ask.fits.';
    expect(await listed()).toEqual([
      ['asks', false, reason],
      ['plain', true, null],
    ]);
    expect(again.problems().map(attentionInWords)).toEqual([`Rule asks: ${reason}`]);
    const { digest, text, problems } = await again.show();
    expect(problems).toEqual([]);
    const rules = { ...(JSON.parse(text) as { rules: object }).rules, another: plain };
    await again.file.save(JSON.stringify({ rules }), digest);
    expect((await listed()).map(([name]) => name)).toEqual(['asks', 'plain', 'another']);
    const wrong = JSON.stringify({ rules: { ...rules, new: { ...plain, if: fits(3) } } });
    await expect(again.file.save(wrong, (await again.show()).digest)).rejects.toMatchObject({
      code: 'automation/invalid',
    });
    home.write('ask.ts', works);
    await expect
      .poll(async () => {
        await look();
        return (await listed())[0];
      })
      .toEqual(['asks', true, null]);
    expect(again.problems()).toEqual([]);
  });

  it('let their rule alone rest where the extension cannot be loaded at a start', async () => {
    home.write('ask.ts', 'export default {');
    const plain = { when: 'series quiet', do: [{ label: 'x' }] };
    await home.say({ rules: { asks: { ...plain, if: fits(2) }, plain } });
    const title = expect.stringContaining('It rests. The extension ask cannot be used');
    expect(await home.home.automation.rules.list()).toMatchObject([
      { name: 'asks', isOn: false, problem: { title } },
      { name: 'plain', isOn: true, problem: null },
    ]);
  });

  it('stand among others, and are asked only where it comes to them', async () => {
    home.write('ask.ts', works);
    const rule = (condition: object) => ({ when: 'series quiet', if: condition, do: [{ label: 'x' }] });
    await home.say({
      rules: {
        second: rule(fits(2)),
        others: rule({ not: { any: [fits(1), fits(2)] } }),
        ct: rule({ Modality: 'CT', ...fits(3) }),
        plain: rule({ SeriesNumber: 1 }),
      },
    });
    await home.home.take(shape);
    await home.quiet();
    await home.settled();
    const of = async (rule: string) =>
      (await home.runs(rule)).map(({ seriesInstanceUids }) => seriesInstanceUids.length);
    expect([await of('second'), await of('others'), await of('ct'), await of('plain')]).toEqual([
      [1],
      [1],
      [],
      [1],
    ]);
    // Of three series: whether they are 2, and whether they are 1 where they are not.
    expect(timesAsked()).toBe(6);
  });

  it('that fail do nothing, hold up nobody, and are asked again by a replay', async () => {
    home.write('ask.ts', asked('throw new Error("the server does not answer");'));
    await home.say({
      rules: {
        asks: { when: 'series quiet', if: fits(2), do: [{ label: 'x' }] },
        plain: { when: 'series quiet', do: [{ label: 'y' }] },
      },
    });
    await home.home.take(shape);
    await home.quiet();
    await home.settled();
    expect(await home.runs('plain')).toMatchObject([{ state: 'done' }]);
    expect(await home.runs('asks')).toMatchObject([
      { state: 'cancelled', problem: { title: expect.stringContaining('the server does not answer') } },
    ]);
    expect(home.home.automation.problems().map(attentionInWords)).toEqual([
      expect.stringMatching(/Rule asks: .*replay asks/),
    ]);
    await expect(replay('asks')).rejects.toMatchObject({ code: 'rule/not-asked' });
    home.write('ask.ts', works);
    await home.look();
    await expect
      .poll(async () => (await home.home.automation.rules.tryOut({ name: 'asks', limit: 1 })).studies.length)
      .toBe(1);
    await replay('asks');
    await home.settled();
    expect((await home.runs('asks')).map(({ state }) => state)).toEqual(['done', 'cancelled']);
  });

  it('whose process ends are told of, and rest after a while', async () => {
    home.write('ask.ts', asked('process.exit(3);'));
    await home.say({ rules: { asks: { when: 'series quiet', if: fits(2), do: [{ label: 'x' }] } } });
    await home.home.take({ ...shape, studies: 3 });
    await home.quiet();
    await home.settled();
    expect(await home.runs('asks')).toHaveLength(3);
    expect(home.home.automation.problems().map(attentionInWords)).toEqual([
      expect.stringContaining('Rule asks'),
      expect.stringMatching(/5 times within 10 minutes.*code 3/),
    ]);
    expect(timesAsked()).toBe(5);
  });
});
