/* Runs in a page under measurement. Times are milliseconds. */

/** Calls back when what is in the document now is on the screen: to be called from a callback of requestAnimationFrame. */
const afterPaint = (then) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = then;
  port2.postMessage(undefined);
};

const nextFrame = () => new Promise(requestAnimationFrame);

const isThere = ({ selector, text = '' }) =>
  [...document.querySelectorAll(selector)].some((element) => element.textContent.includes(text));

/** Longer than anything that is worth measuring. */
const PATIENCE_MS = 120_000;

const painted = (wanted) =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const look = () => {
      if (isThere(wanted)) afterPaint(() => resolve(performance.now()));
      else if (performance.now() - started < PATIENCE_MS) requestAnimationFrame(look);
      else reject(new Error(`${JSON.stringify(wanted)} is not there`));
    };
    requestAnimationFrame(look);
  });

globalThis.pace = {
  /** From the next event of this type, such as a click, on: how long it takes until each of these is seen. See `seen`. */
  watch(type, wanted) {
    this.seen = new Promise((resolve) => {
      const onEvent = ({ timeStamp }) =>
        resolve(
          Promise.all(wanted.map((one) => painted(one))).then((times) =>
            times.map((time) => time - timeStamp),
          ),
        );
      addEventListener(type, onEvent, { once: true, capture: true });
    });
  },

  /**
   * Turns the wheel over the picture by one image for every picture of the screen, from the first image to the last.
   * @returns how long one image takes, and how many of them were drawn
   */
  async scrollThrough(count) {
    const seen = document.querySelector('[data-shown]');
    const canvas = document.querySelector('canvas');
    let drawn = 0;
    const changes = new MutationObserver(() => {
      drawn += 1;
    });
    changes.observe(seen, { attributeFilter: ['data-shown'] });
    const notch = { deltaY: 40, bubbles: true, cancelable: true };
    const started = performance.now();
    for (let image = 1; image < count; image++) {
      canvas.dispatchEvent(new WheelEvent('wheel', notch));
      await nextFrame();
    }
    while (seen.dataset.shown !== String(count)) await nextFrame();
    const each = (performance.now() - started) / (count - 1);
    changes.disconnect();
    return { each, drawn };
  },
};
