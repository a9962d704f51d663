/** When something is seen in a page after somebody did something there. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { Scrolling } from './bare-cornerstone.ts';

const inPage = readFileSync(new URL('in-page.js', import.meta.url), 'utf8');

export interface Wanted {
  /** CSS */
  readonly selector: string;
  /** What has to be read there. */
  readonly text?: string;
}

/** A page is watched until it is loaded again. */
export const startWatching = (page: Page): Promise<void> => page.evaluate(`{ ${inPage} }`);

/** Milliseconds from an event that `act` makes in the page until each of these is painted. */
export async function paintedAfter(
  page: Page,
  event: 'click' | 'keydown',
  wanted: readonly Wanted[],
  act: () => Promise<void>,
): Promise<number[]> {
  await page.evaluate(`pace.watch(${JSON.stringify(event)}, ${JSON.stringify(wanted)})`);
  await act();
  return await page.evaluate('pace.seen');
}

/** Through the series that is open in the viewer, from the first image to the last. */
export async function scrollThrough(page: Page, images: number): Promise<Scrolling> {
  await page.keyboard.press('Home');
  await page.locator('[data-shown="1"]').waitFor();
  return await page.evaluate(`pace.scrollThrough(${images})`);
}
