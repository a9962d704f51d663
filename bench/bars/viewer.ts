import { WebApp } from '../../test/support/web-app.ts';
import type { Bar } from '../bar.ts';
import { BareCornerstone, type Opening, type Scrolling } from '../browser/bare-cornerstone.ts';
import { browserCpuMs } from '../browser/processes.ts';
import { quietSoon, type StoredSeries, storeSeries } from '../browser/stored-ct.ts';
import { paintedAfter, scrollThrough, startWatching } from '../browser/watched-page.ts';
import { ctImage } from '../ct-image.ts';
import type { Result } from '../result.ts';
import { takeTurns, taking } from '../turns.ts';

const FIRST_AT_MOST_MS = 1_000;
const AGAIN_AT_MOST_MS = 400;
/** 1.3 times as long as the bare page. */
const WHOLE_RATIO = 0.77;

interface Measured extends Opening, Scrolling {
  /** Milliseconds until the page draws the middle image itself: the archive's picture of it is seen before that. */
  readonly own: number;
  /** Milliseconds until the middle image is seen, opened once more on the same page. */
  readonly again?: number;
  /** Processor time of the browser until all images were there, ms. */
  readonly cpu: number;
}

interface Viewer {
  readonly name: string;
  measure(app: WebApp, ct: StoredSeries): Promise<Measured>;
}

/** Bar 3 of the viewer: a CT of 300 images, by software rendering, beside a page that has nothing but Cornerstone3D. */
export const viewerBar: Bar = {
  name: 'viewer',
  run: async (context) => {
    const data = context.directory.join('viewer');
    const ct = await store(data, context.quick ? 60 : 300);
    await using bare = await BareCornerstone.serve();
    const measured = await takeTurns(
      context,
      `viewer, CT of ${ct.images} images`,
      taking(context, [ourViewer, bareViewer(bare)]),
      (viewer) => inNewBrowser(data, (app) => viewer.measure(app, ct)),
      describe,
    );
    const bar = (what: string, pick: (measured: Measured) => number): Omit<Result, 'wanted'> => ({
      ...{ bar: 3, what: `${what}, a CT of ${ct.images}`, unit: 'ms', better: 'lower' },
      ...{ ours: measured.of('isocenter', pick), peer: measured.peer('bare page', pick) },
    });
    const { peer: _, ...again } = bar('First image, opened again', ({ again = Number.NaN }) => again);
    return [
      {
        ...bar('First image after the click', ({ first }) => first),
        wanted: { kind: 'at most', value: FIRST_AT_MOST_MS },
      },
      { ...bar('First image drawn by the page', ({ own }) => own), wanted: { kind: 'for the record' } },
      { ...bar('All images', ({ whole }) => whole), wanted: { kind: 'ratio', atLeast: WHOLE_RATIO } },
      { ...again, wanted: { kind: 'at most', value: AGAIN_AT_MOST_MS } },
      { ...bar('CPU of the browser until then', ({ cpu }) => cpu), wanted: { kind: 'for the record' } },
      { ...bar('Scrolling by one image', ({ each }) => each), wanted: { kind: 'for the record' } },
    ];
  },
};

async function store(data: string, images: number): Promise<StoredSeries> {
  await using app = await WebApp.open({ data, isEmpty: true, config: quietSoon });
  return await storeSeries(
    app.server,
    Array.from({ length: images }, (_, i) => i)
      .values()
      .map((image) => ctImage(image)),
  );
}

/** Neither the browser nor the server has anything in memory. */
async function inNewBrowser(data: string, measure: (app: WebApp) => Promise<Measured>): Promise<Measured> {
  const settings = { isEmpty: true, hasNoAccount: true, hasWebGl: true, config: quietSoon };
  await using app = await WebApp.open({ data, ...settings });
  return await measure(app);
}

const ourViewer: Viewer = {
  name: 'isocenter',
  async measure(app, { study, images }) {
    await using open = await app.visit(`/studies/${study}`);
    const { page } = open;
    const view = page.getByRole('link', { name: 'View', exact: true });
    const seen = { selector: '[data-first-picture="seen"], [data-shown]' };
    const all = [seen, { selector: '[data-shown]' }, { selector: `[data-loaded="${images}"]` }];
    await view.waitFor();
    await page.waitForLoadState('networkidle');
    await startWatching(page);
    const before = await browserCpuMs(app.browser);
    const [first = 0, own = 0, whole = 0] = await paintedAfter(page, 'click', all, () => view.click());
    const cpu = (await browserCpuMs(app.browser)) - before;
    const scrolling = await scrollThrough(page, images);
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await view.waitFor();
    const [again = 0] = await paintedAfter(page, 'click', [seen], () => view.click());
    return { first, own, whole, cpu, again, ...scrolling };
  },
};

const bareViewer = (bare: BareCornerstone): Viewer => ({
  name: 'bare page',
  async measure(app, { study, series }) {
    await using open = await app.visit('/');
    const page = await bare.open(open.context, app.site);
    const before = await browserCpuMs(app.browser);
    const opening = await page.show(`${app.site}/dicom-web/studies/${study}/series/${series}`);
    const cpu = (await browserCpuMs(app.browser)) - before;
    return { ...opening, own: opening.first, cpu, ...(await page.scrollThrough()) };
  },
});

function describe({ first, own, whole, again, cpu, each, drawn }: Measured): string {
  const opened = `first image ${first.toFixed(0)} ms (drawn by the page ${own.toFixed(0)} ms), all ${whole.toFixed(0)} ms (${cpu.toFixed(0)} ms CPU)`;
  const once = again === undefined ? '' : `, again ${again.toFixed(0)} ms`;
  return `${opened}${once}, scrolling ${each.toFixed(1)} ms an image, ${drawn} drawn`;
}
