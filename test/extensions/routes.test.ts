import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExtensionHome } from '../support/extension-home.ts';

const signal = new AbortController().signal;

describe('routes of an extension', () => {
  let home: ExtensionHome;
  beforeEach(async () => {
    home = await ExtensionHome.open();
    home.write(
      'lab.ts',
      `import { defineExtension } from 'isocenter/extension';
       export default defineExtension({
         routes: {
           echo: { about: 'Says it again', answer: ({ body, caller }) => ({ caller, ...body }) },
           fails: { answer: () => { throw new Error('no such subject'); } },
           loops: { answer: () => { for (;;); } },
         },
       });`,
    );
    await home.say({});
  });
  afterEach(() => home[Symbol.asyncDispose]());
  const ask = (route: string, body = {}) =>
    home.home.extensions.answer(`lab.${route}`, { body, caller: 'ada' }, signal);

  it('answer, say why they do not, and hold nobody up', async () => {
    expect(await ask('echo', { subject: 'SUB-1' })).toEqual({ caller: 'ada', subject: 'SUB-1' });
    expect(home.home.extensions.list()[0]!.routes[0]).toEqual({ name: 'echo', about: 'Says it again' });
    await expect(ask('fails')).rejects.toMatchObject({ code: 'extension/failed' });
    await expect(ask('nothing')).rejects.toMatchObject({ code: 'extension/unknown' });
    await expect(ask('toString')).rejects.toMatchObject({ code: 'extension/unknown' });
    await expect(ask('loops')).rejects.toMatchObject({ code: 'extension/timeout' });
    expect(await ask('echo')).toEqual({ caller: 'ada' });
  }, 60_000);
});
