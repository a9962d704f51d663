/** What a browser uses: it is several processes. */
import type { Browser } from 'playwright-core';
import { residentMemoryMb } from '../resources.ts';

interface Process {
  /** `browser`, `renderer`, `GPU` and others. */
  readonly type: string;
  readonly id: number;
  /** Seconds of processor time since it started. */
  readonly cpuTime: number;
}

async function processesOf(browser: Browser): Promise<readonly Process[]> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo;
}

const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0);

/** Resident memory of all processes that run pages, MB: what scripts hold and what the browser holds for them. */
export async function renderersMb(browser: Browser): Promise<number> {
  const renderers = (await processesOf(browser)).filter(({ type }) => type === 'renderer');
  return sum(renderers.map(({ id }) => residentMemoryMb(id)));
}

/** The same of the process that draws, MB: textures are in it where there is no graphics hardware. */
export async function graphicsMb(browser: Browser): Promise<number> {
  const graphics = (await processesOf(browser)).filter(({ type }) => type === 'GPU');
  return sum(graphics.map(({ id }) => residentMemoryMb(id)));
}

/** Processor time of all processes so far, ms. */
export async function browserCpuMs(browser: Browser): Promise<number> {
  return 1_000 * sum((await processesOf(browser)).map(({ cpuTime }) => cpuTime));
}
