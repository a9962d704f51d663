/** What is true of every page, whatever it shows. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeOn } from './axe.ts';

/** axe finds nothing, it is not wider than the screen, and nothing complains. @param what said when it is not so */
export async function expectGood(
  { page, complaints = [] }: { readonly page: Page; readonly complaints?: readonly string[] },
  what: unknown,
): Promise<void> {
  await page.waitForLoadState('networkidle');
  expect({ what, found: await axeOn(page) }).toEqual({ what, found: [] });
  const isTooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
  expect({ what, isTooWide }).toEqual({ what, isTooWide: false });
  expect({ what, complaints }).toEqual({ what, complaints: [] });
}
