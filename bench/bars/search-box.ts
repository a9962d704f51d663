import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { WebApp } from '../../test/support/web-app.ts';
import type { Bar } from '../bar.ts';
import { paintedAfter, startWatching } from '../browser/watched-page.ts';
import { fillCatalog, startUntilIdle } from '../large-catalog.ts';
import { studyAttributes } from '../queries.ts';
import { cpuMs } from '../resources.ts';
import type { Result } from '../result.ts';
import { median, percentile } from '../statistics.ts';

const SEARCHES = 30;
const AT_MOST_MS = 150;

interface Search {
  readonly what: string;
  /** @returns what is typed, and what the first rows have to say */
  words(n: number, studies: number): { readonly typed: string; readonly read: string };
}

/** Far from each other: what one search has read helps no other one. */
const pick = (n: number, studies: number) => studyAttributes((n * 7_919 + 11) % studies, studies);
const familyOf = (name: string): string => name.replace(/\^.*/, '');

const searches: readonly Search[] = [
  {
    what: 'a name',
    words(n, studies) {
      const family = familyOf(pick(n, studies).PatientName);
      return { typed: family.toLowerCase(), read: family };
    },
  },
  {
    what: 'a PatientID',
    words(n, studies) {
      const { PatientID } = pick(n, studies);
      return { typed: PatientID, read: PatientID };
    },
  },
  {
    what: 'a day',
    words(n, studies) {
      const { StudyDate } = pick(n, studies);
      const [year, month, day] = [StudyDate.slice(0, 4), StudyDate.slice(4, 6), StudyDate.slice(6)];
      const shown = new Date(`${year}-${month}-${day}`).toLocaleDateString('en', {
        ...{ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
      });
      return { typed: `${year}-${month}-${day}`, read: shown };
    },
  },
];

/** Bar 4 of the web app: from Enter in the search box to the rows on the screen, in an archive of 1,000,000 studies. */
export const searchBoxBar: Bar = {
  name: 'search-box',
  run: async (context) => {
    const studies = context.quick ? 20_000 : 1_000_000;
    const data = context.directory.join('search-box');
    mkdirSync(data);
    await fillCatalog(context, data, studies, 0, 1);
    await startUntilIdle(data);
    const database = `sqlite:${data}/catalog.sqlite`;
    await using app = await WebApp.open({ data, database, isEmpty: true, readyTimeoutMs: 120_000 });
    await using open = await app.visit('/studies');
    await open.page.locator(row).nth(1).waitFor();
    await startWatching(open.page);
    const results: Result[] = [];
    for (const search of searches) {
      const before = cpuMs(app.server.pid);
      const times = await timesOf(open.page, search, studies);
      const cpu = (cpuMs(app.server.pid) - before) / SEARCHES;
      const [middle, most] = [median(times), percentile(times, 0.95)].map((time) => time.toFixed(0));
      context.log(
        `search box, ${search.what}: median ${middle} ms, p95 ${most} ms, server ${cpu.toFixed(1)} ms CPU`,
      );
      results.push({
        ...{ bar: 4, what: `Search box to rows, ${search.what}, ${studies} studies`, unit: 'ms' },
        ...{ better: 'lower', ours: times, wanted: { kind: 'at most', value: AT_MOST_MS } },
      });
    }
    return results;
  },
};

const row = '[role="grid"] [role="row"]';

async function timesOf(page: Page, { words }: Search, studies: number): Promise<number[]> {
  const times: number[] = [];
  const box = page.getByRole('search').getByRole('combobox');
  for (let n = 0; n < SEARCHES; n++) {
    const { typed, read } = words(n, studies);
    await box.fill(typed);
    const enter = () => page.keyboard.press('Enter');
    const [time = Number.NaN] = await paintedAfter(page, 'keydown', [{ selector: row, text: read }], enter);
    times.push(time);
  }
  return times;
}
