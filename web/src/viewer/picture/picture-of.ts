/** A pane as a picture of its own, as large as it is on the screen: what is drawn, what is marked, and the corners if wanted. */

const LINE_PX = 16;
const MARGIN_PX = 8;
const FONT = '12px sans-serif';
const INK = '#dfe7e6';

/**
 * @param pane the element of the pane
 * @param hasWords with what stands in the corners: name, dates, institution. Marks are always there.
 * @returns undefined while there is no picture in the pane
 */
export function pictureOf(pane: HTMLElement, hasWords: boolean): HTMLCanvasElement | undefined {
  const seen = pane.querySelector('canvas');
  if (!seen || seen.clientWidth === 0) return undefined;
  const picture = document.createElement('canvas');
  picture.width = seen.width;
  picture.height = seen.height;
  const context = picture.getContext('2d');
  if (!context) return undefined;
  context.drawImage(seen, 0, 0);
  const ratio = seen.width / seen.clientWidth;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = FONT;
  context.lineJoin = 'round';
  for (const mark of pane.querySelectorAll<SVGGElement>('[data-mark]')) drawMark(context, mark);
  if (hasWords)
    for (const corner of pane.querySelectorAll<HTMLElement>('[data-corner]'))
      drawCorner(context, pane, corner);
  return picture;
}

function drawMark(context: CanvasRenderingContext2D, mark: SVGGElement): void {
  const colour = getComputedStyle(mark).getPropertyValue('--mark') || INK;
  const line = mark.querySelector<SVGPathElement>('[data-line]');
  const matrix = line?.getCTM();
  if (line && matrix) {
    const path = new Path2D();
    path.addPath(new Path2D(line.getAttribute('d') ?? ''), matrix);
    for (const [style, width] of [
      ['#000', 3.5],
      [colour, 1.5],
    ] as const) {
      context.strokeStyle = style;
      context.lineWidth = width;
      context.stroke(path);
    }
  }
  for (const words of mark.querySelectorAll('tspan')) {
    if (words.getNumberOfChars() === 0) continue;
    const { x, y } = words.getStartPositionOfChar(0);
    write(context, words.textContent ?? '', { x, y, colour });
  }
}

/** Where it stands on the screen. */
function drawCorner(context: CanvasRenderingContext2D, pane: HTMLElement, corner: HTMLElement): void {
  const around = pane.getBoundingClientRect();
  const { left, right, top } = corner.getBoundingClientRect();
  const isRight = corner.dataset.corner?.endsWith('Right') === true;
  context.textAlign = isRight ? 'right' : 'left';
  const x = isRight ? right - around.left - MARGIN_PX : left - around.left + MARGIN_PX;
  for (const [i, line] of [...corner.children].entries())
    write(context, line.textContent ?? '', {
      x,
      y: top - around.top + MARGIN_PX + LINE_PX * (i + 0.75),
      colour: INK,
    });
  context.textAlign = 'left';
}

interface Words {
  readonly x: number;
  readonly y: number;
  readonly colour: string;
}

function write(context: CanvasRenderingContext2D, text: string, { x, y, colour }: Words): void {
  context.strokeStyle = '#000';
  context.lineWidth = 3;
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}
