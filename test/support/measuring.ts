/** Measuring on a page, as a hand does it. */
import type { Locator, Page } from 'playwright-core';

type Spot = readonly [x: number, y: number];

/** Takes a tool by its key and draws with it. */
export async function drawMark(page: Page, key: string, from: Spot, to: Spot): Promise<void> {
  await page.keyboard.press(key);
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
  await page.mouse.move(...to);
  await page.mouse.up();
}

/** What marks of a kind say. */
export const wordsOfMarks = (page: Page, kind: string): Locator =>
  page.locator(`[data-mark][data-kind="${kind}"] text`);

/** The numbers in it, in their order. */
export async function figuresOfMark(page: Page, kind: string): Promise<number[]> {
  const words = (await wordsOfMarks(page, kind).textContent()) ?? '';
  return [...words.matchAll(/-?[\d,]+(\.\d+)?/g)].map(([figure]) => Number(figure.replaceAll(',', '')));
}
