/** One page of a document: its picture on a canvas, and over it its words, to be selected and to be heard. */
import { type PDFDocumentProxy, TextLayer } from 'pdfjs-dist';

/** A canvas has no more pixels than this, however large a page is and however near one looks: 64 MB. */
const MAX_CANVAS_PIXELS = 16_777_216;

export interface PagePlace {
  readonly canvas: HTMLCanvasElement;
  readonly words: HTMLDivElement;
  /** CSS pixels. */
  readonly width: number;
}

/** Height of a page for its width. */
export async function shapeOf(document: PDFDocumentProxy, number: number): Promise<number> {
  const { width, height } = (await document.getPage(number)).getViewport({ scale: 1 });
  return height / width;
}

/** @param number from 1 */
export async function drawPage(
  document: PDFDocumentProxy,
  number: number,
  { canvas, words, width }: PagePlace,
  signal: AbortSignal,
): Promise<void> {
  const page = await document.getPage(number);
  if (signal.aborted) return;
  const scale = width / page.getViewport({ scale: 1 }).width;
  const viewport = page.getViewport({ scale });
  const most = Math.sqrt(MAX_CANVAS_PIXELS / (viewport.width * viewport.height));
  const density = Math.min(devicePixelRatio, most);
  canvas.width = Math.floor(viewport.width * density);
  canvas.height = Math.floor(viewport.height * density);
  const drawing = page.render({ canvas, viewport, transform: [density, 0, 0, density, 0, 0] });
  words.replaceChildren();
  words.style.setProperty('--total-scale-factor', String(scale));
  const layer = new TextLayer({ textContentSource: page.streamTextContent(), container: words, viewport });
  signal.addEventListener('abort', () => {
    drawing.cancel();
    layer.cancel();
  });
  await Promise.all([drawing.promise, layer.render()]);
}
