import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Guards against hangs: without graphics hardware everything takes its time. */
const WAIT_MS = 180_000;

/** A key that is pressed while the page still sets itself up is lost. */
export async function showActualSize(page: Page): Promise<void> {
  const scale = page.getByText('100 %');
  await expect
    .poll(
      async () => {
        await page.keyboard.press('x');
        return await scale.count();
      },
      { timeout: WAIT_MS, interval: 500 },
    )
    .toBe(1);
}
