/* A stack of images in Cornerstone3D as its own examples show it, and nothing around it: what a viewer is compared with. */
import { Enums, imageLoader, init as initCore, RenderingEngine } from '@cornerstonejs/core';
import { init as initLoader, wadors } from '@cornerstonejs/dicom-image-loader';

const { Events, ViewportType } = Enums;
const accept = { Accept: 'application/dicom+json' };
const numberOf = ({ '00200013': instanceNumber }) => instanceNumber?.Value?.[0] ?? 0;

let shown;

/** @param started when somebody wanted to see it @returns milliseconds until the middle image is drawn, and until all are there */
export async function show(series, started) {
  initCore();
  initLoader();
  const ids = await idsOf(series);
  const element = document.body.appendChild(document.createElement('div'));
  element.style.cssText = 'position: absolute; inset: 0; background: black';
  const rendering = new RenderingEngine('bare');
  rendering.enableElement({ viewportId: 'stack', type: ViewportType.STACK, element });
  const viewport = rendering.getViewport('stack');
  shown = { viewport, element, ids };
  const drawn = new Promise((resolve) =>
    element.addEventListener(Events.IMAGE_RENDERED, resolve, { once: true }),
  );
  await viewport.setStack(ids, ids.length >> 1);
  viewport.render();
  await drawn;
  const first = performance.now() - started;
  await Promise.all(ids.map((id) => imageLoader.loadAndCacheImage(id)));
  return { first, whole: performance.now() - started };
}

/** From the first image to the last, one for every picture of the screen. @returns as `pace.scrollThrough` */
export async function scrollThrough() {
  const { viewport, element, ids } = shown;
  let drawn = 0;
  const count = () => {
    drawn += 1;
  };
  await viewport.setImageIdIndex(0);
  element.addEventListener(Events.IMAGE_RENDERED, count);
  const started = performance.now();
  for (let image = 1; image < ids.length; image++) {
    viewport.scroll(1, false);
    await new Promise(requestAnimationFrame);
  }
  const each = (performance.now() - started) / (ids.length - 1);
  element.removeEventListener(Events.IMAGE_RENDERED, count);
  return { each, drawn };
}

async function idsOf(series) {
  const response = await fetch(`${series}/metadata`, { headers: accept });
  const instances = await response.json();
  instances.sort((a, b) => numberOf(a) - numberOf(b));
  return instances.map((instance) => {
    const id = `wadors:${series}/instances/${instance['00080018'].Value[0]}/frames/1`;
    wadors.metaDataManager.add(id, instance);
    return id;
  });
}
