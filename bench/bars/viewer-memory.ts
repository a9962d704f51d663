import type { CDPSession, Page } from 'playwright-core';
import { type CorpusShape, corpus } from '../../test/support/corpus.ts';
import { WebApp } from '../../test/support/web-app.ts';
import type { Bar } from '../bar.ts';
import { heapObjectsMb } from '../browser/heap-objects.ts';
import { graphicsMb, renderersMb } from '../browser/processes.ts';
import { quietSoon, storeSeries } from '../browser/stored-ct.ts';
import type { Result } from '../result.ts';

const CYCLES = 10;
/** Half a megabyte each. */
const IMAGES = 1_000;
const GROWTH_AT_MOST = 1.1;
const BYTES_PER_MB = 1_000_000;
/** What is freed by one collection may hold what the next one frees. */
const COLLECTIONS = 3;

/** MB after a cycle, with nothing of the study on the screen. */
interface Memory {
  readonly heap: number;
  /** Of that, what is no compiled code. */
  readonly objects: number;
  readonly renderers: number;
  readonly graphics: number;
}

/** Bar 6 of the viewer: what stays of a study of 500 MB that was opened, read and closed ten times. */
export const viewerMemoryBar: Bar = {
  name: 'viewer-memory',
  run: async (context) => {
    const images = context.quick ? 100 : IMAGES;
    await using app = await WebApp.open({ isEmpty: true, hasWebGl: true, config: quietSoon });
    const { study } = await storeSeries(app.server, instances(images));
    await using open = await app.visit(`/studies/${study}`);
    const session = await open.context.newCDPSession(open.page);
    await session.send('Performance.enable');
    const cycles: Memory[] = [];
    for (let cycle = 1; cycle <= CYCLES; cycle++) {
      await openAndClose(open.page, images);
      const memory = await memoryOf(app, session);
      cycles.push(memory);
      context.log(`viewer memory, cycle ${cycle}: ${describe(memory)}`);
    }
    const [second, last] = [cycles[1]!, cycles.at(-1)!];
    return (['heap', 'objects', 'renderers', 'graphics'] as const).map((part) => growth(part, second, last));
  },
};

const shape = (images: number): CorpusShape => ({
  ...{ kind: 'ct', studies: 1, instancesPerSeries: images, seed: 406 },
});

function* instances(images: number) {
  for (const instance of corpus(shape(images))) yield { at: instance, file: instance.encode() };
}

/** As somebody reads: all images come, some are looked at, and back to where one came from. */
async function openAndClose(page: Page, images: number): Promise<void> {
  const view = page.getByRole('link', { name: 'View', exact: true });
  await view.click();
  await page.locator(`[data-loaded="${images}"]`).waitFor({ timeout: 120_000 });
  for (const key of ['Home', 'PageDown', 'End']) await page.keyboard.press(key);
  await page.locator(`[data-shown="${images}"]`).waitFor();
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await view.waitFor();
}

async function memoryOf({ browser }: WebApp, session: CDPSession): Promise<Memory> {
  for (let i = 0; i < COLLECTIONS; i++) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const used = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
  return {
    heap: used / BYTES_PER_MB,
    renderers: await renderersMb(browser),
    graphics: await graphicsMb(browser),
    // Last: looking at it takes memory itself.
    objects: await heapObjectsMb(session),
  };
}

const names = {
  heap: 'JavaScript heap',
  objects: 'JavaScript heap without compiled code',
  renderers: 'Memory of the pages',
  graphics: 'Memory of the drawing process',
} as const;

const growth = (part: keyof Memory, second: Memory, last: Memory): Result => ({
  ...{ bar: 6, what: `${names[part]} after ten openings, to that after two`, unit: 'times' },
  ...{ better: 'lower', ours: [last[part] / second[part]] },
  wanted: { kind: 'at most', value: GROWTH_AT_MOST },
});

const describe = (memory: Memory): string =>
  Object.entries(memory)
    .map(([part, megabytes]) => `${part} ${megabytes.toFixed(1)} MB`)
    .join(', ');
