/** Fingers on a page: real touches, by the protocol of the browser's own tools. */
import type { CDPSession, Page } from 'playwright-core';

type Spot = readonly [x: number, y: number];

/** Moves on the way from one place to another. */
const STEPS = 8;

export class Fingers {
  readonly #session: CDPSession;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async on(page: Page): Promise<Fingers> {
    return new Fingers(await page.context().newCDPSession(page));
  }

  /** @param ways where each comes down, and where it is lifted @param restMs before they move */
  async drag(ways: readonly { readonly from: Spot; readonly to: Spot }[], restMs = 0): Promise<void> {
    const at = (share: number): Spot[] =>
      ways.map(({ from, to }) => [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]);
    await this.#send('touchStart', at(0));
    if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
    for (let step = 1; step <= STEPS; step++) await this.#send('touchMove', at(step / STEPS));
    await this.#send('touchEnd', []);
  }

  async hold(at: Spot, forMs: number): Promise<void> {
    await this.drag([{ from: at, to: at }], forMs);
  }

  async #send(type: 'touchStart' | 'touchMove' | 'touchEnd', spots: readonly Spot[]): Promise<void> {
    const touchPoints = spots.map(([x, y], id) => ({ x, y, id }));
    await this.#session.send('Input.dispatchTouchEvent', { type, touchPoints });
  }
}
