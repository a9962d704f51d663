/** Links that extensions put onto pages. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExtensionHome } from '../support/extension-home.ts';

const extension = (href: string): string => `import { defineExtension } from 'isocenter/extension';
export default defineExtension({ links: { notes: { page: 'study', title: 'Notes', href: '${href}' } } });`;

describe('links of an extension', () => {
  let home: ExtensionHome;
  beforeEach(async () => {
    home = await ExtensionHome.open();
  });
  afterEach(() => home[Symbol.asyncDispose]());
  const links = () => home.home.extensions.links();

  it('are those of the example', async () => {
    home.install('page-links.ts');
    await home.say({});
    expect(links()).toEqual([
      {
        ...{ extension: 'page-links', name: 'notes', page: 'study', title: 'Notes of the lab' },
        href: 'https://notes.example.org/studies/{StudyInstanceUID}',
      },
      {
        ...{ extension: 'page-links', name: 'series', page: 'series', title: 'Notes' },
        href: 'https://notes.example.org/series?uid={SeriesInstanceUID}',
      },
    ]);
    expect(home.home.extensions.list()).toMatchObject([
      { state: 'ready', links: [{ name: 'notes', page: 'study' }, { name: 'series' }] },
    ]);
  });

  it('are none of one that is off', async () => {
    home.install('page-links.ts');
    await home.say({ extensions: { 'page-links': { on: false } } });
    expect(links()).toEqual([]);
  });

  it.each([
    ['javascript:alert(1)', 'begins with http:// or https://'],
    ['https://example.org/{PatientID}', '{PatientID} is none of {StudyInstanceUID}'],
  ])('that lead to %s keep it from being used, and it says why', async (href, reason) => {
    home.write('bad.ts', extension(href));
    await home.say({});
    expect(links()).toEqual([]);
    const [listed] = home.home.extensions.list();
    expect(listed).toMatchObject({ state: 'broken' });
    expect(listed!.problems[0]!.title).toContain(reason);
  });

  it('are not more than a page has room for', async () => {
    home.write(
      'many.ts',
      `import { defineExtension } from 'isocenter/extension';
       const link = { page: 'study', title: 'Notes', href: 'https://example.org/' } as const;
       const links = Object.fromEntries(Array.from({ length: 11 }, (_, index) => ['link' + index, link]));
       export default defineExtension({ links });`,
    );
    await home.say({});
    expect(home.home.extensions.list()[0]!.problems[0]!.title).toContain('more than 10');
  });
});
