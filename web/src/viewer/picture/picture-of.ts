/**
 * What is seen as a picture of its own, as large as it is on the screen: what is drawn, what lies over it, what is marked, which side is
 * which, how long a centimetre is; and the corners if wanted.
 */

const LINE_PX = 16;
const MARGIN_PX = 8;
const FONT = '12px sans-serif';
const LETTER_FONT = '600 14px sans-serif';
const INK = '#dfe7e6';
const SHADE = '#000';
/** Of the bar that shows a length. */
const BAR_PX = 6;

/** In CSS pixels, as the pane is. */
interface Paper {
  readonly context: CanvasRenderingContext2D;
  readonly pane: HTMLElement;
  readonly width: number;
  readonly height: number;
}

/**
 * @param stage the element of a pane, or of several planes beside each other
 * @param hasWords with what stands in the corners: name, dates, institution
 * @returns undefined while there is no picture in it
 */
export function pictureOf(stage: HTMLElement, hasWords: boolean): HTMLCanvasElement | undefined {
  const panes = panesIn(stage);
  const [first] = panes.flatMap((pane) => pane.querySelector('canvas') ?? []);
  const { width, height } = stage.getBoundingClientRect();
  const picture = document.createElement('canvas');
  const context = picture.getContext('2d');
  if (!first || first.clientWidth === 0 || !context) return undefined;
  picture.width = Math.round(width * devicePixelRatio);
  picture.height = Math.round(height * devicePixelRatio);
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.lineJoin = 'round';
  context.fillStyle = SHADE;
  context.fillRect(0, 0, width, height);
  for (const pane of panes) drawPane(context, stage, pane);
  context.font = FONT;
  if (hasWords)
    for (const corner of stage.querySelectorAll<HTMLElement>('[data-corner]'))
      drawCorner({ context, pane: stage, width, height }, corner);
  return picture;
}

/** One plane may have the place of all. */
function panesIn(stage: HTMLElement): HTMLElement[] {
  const planes = [...stage.querySelectorAll<HTMLElement>('[data-plane]')];
  return planes.length === 0
    ? [stage]
    : planes.filter((plane) => getComputedStyle(plane).visibility !== 'hidden');
}

function drawPane(context: CanvasRenderingContext2D, stage: HTMLElement, pane: HTMLElement): void {
  const [from, { left, top, width, height }] = [stage.getBoundingClientRect(), pane.getBoundingClientRect()];
  const paper = { context, pane, width, height };
  context.save();
  context.translate(left - from.left, top - from.top);
  for (const layer of pane.querySelectorAll('canvas')) drawLayer(context, layer);
  context.font = LETTER_FONT;
  for (const edge of pane.querySelectorAll<HTMLElement>('[data-edge]')) drawEdge(paper, edge);
  context.font = FONT;
  for (const mark of pane.querySelectorAll<SVGGElement>('[data-mark]')) drawMark(context, mark);
  for (const scale of pane.querySelectorAll<HTMLElement>('[data-scale-bar]')) drawScale(paper, scale);
  context.restore();
}

/** Pixel for pixel, but where it is drawn coarsely and enlarged. */
function drawLayer(context: CanvasRenderingContext2D, layer: HTMLCanvasElement): void {
  const { width, height } = layer.getBoundingClientRect();
  const exact = (onScreen: number, pixels: number) =>
    Math.abs(onScreen * devicePixelRatio - pixels) < 1 ? pixels / devicePixelRatio : onScreen;
  context.drawImage(layer, 0, 0, exact(width, layer.width), exact(height, layer.height));
}

function drawMark(context: CanvasRenderingContext2D, mark: SVGGElement): void {
  const colour = getComputedStyle(mark).getPropertyValue('--mark') || INK;
  const line = mark.querySelector<SVGPathElement>('[data-line]');
  const matrix = line?.getCTM();
  if (line && matrix) {
    const path = new Path2D();
    path.addPath(new Path2D(line.getAttribute('d') ?? ''), matrix);
    drawLine(context, path, { colour, width: 1.5, shade: 3.5 });
  }
  for (const words of mark.querySelectorAll('tspan')) {
    if (words.getNumberOfChars() === 0) continue;
    const { x, y } = words.getStartPositionOfChar(0);
    write(context, words.textContent ?? '', { x, y, colour });
  }
}

/** On the screen they may be hidden just now: where they stand is known by their names. */
function drawEdge({ context, width, height }: Paper, edge: HTMLElement): void {
  const [middle, centre] = [height / 2 + LINE_PX / 4, width / 2];
  const places: Readonly<Record<string, readonly [x: number, y: number, align: CanvasTextAlign]>> = {
    left: [MARGIN_PX, middle, 'left'],
    right: [width - MARGIN_PX, middle, 'right'],
    top: [centre, MARGIN_PX + LINE_PX * 0.75, 'center'],
    bottom: [centre, height - MARGIN_PX - 2 * LINE_PX, 'center'],
  };
  const [x, y, align] = places[edge.dataset.edge ?? ''] ?? [];
  if (x === undefined || y === undefined || align === undefined) return;
  context.textAlign = align;
  write(context, edge.textContent ?? '', { x, y, colour: INK });
  context.textAlign = 'left';
}

/** The same: lines are written from the corner on. */
function drawCorner({ context, width, height }: Paper, corner: HTMLElement): void {
  const place = corner.dataset.corner ?? '';
  const isRight = place.endsWith('Right');
  const lines = [...corner.children].map((line) => line.textContent ?? '');
  const top = place.startsWith('top') ? MARGIN_PX : height - MARGIN_PX - LINE_PX * lines.length;
  context.textAlign = isRight ? 'right' : 'left';
  for (const [i, line] of lines.entries())
    write(context, line, {
      x: isRight ? width - MARGIN_PX : MARGIN_PX,
      y: top + LINE_PX * (i + 0.75),
      colour: INK,
    });
  context.textAlign = 'left';
}

function drawScale({ context, pane, height }: Paper, scale: HTMLElement): void {
  const bar = scale.firstElementChild?.getBoundingClientRect();
  if (!bar) return;
  const left = bar.left - pane.getBoundingClientRect().left;
  const [right, bottom] = [left + bar.width, height - MARGIN_PX];
  const path = new Path2D();
  path.moveTo(left, bottom - BAR_PX);
  path.lineTo(left, bottom);
  path.lineTo(right, bottom);
  path.lineTo(right, bottom - BAR_PX);
  drawLine(context, path, { colour: INK, width: 1, shade: 3 });
  write(context, scale.textContent ?? '', { x: right + MARGIN_PX, y: bottom, colour: INK });
}

interface Line {
  readonly colour: string;
  readonly width: number;
  /** Width of the black below it. */
  readonly shade: number;
}

function drawLine(context: CanvasRenderingContext2D, path: Path2D, { colour, width, shade }: Line): void {
  context.strokeStyle = SHADE;
  context.lineWidth = shade;
  context.stroke(path);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke(path);
}

interface Words {
  readonly x: number;
  readonly y: number;
  readonly colour: string;
}

function write(context: CanvasRenderingContext2D, text: string, { x, y, colour }: Words): void {
  context.strokeStyle = SHADE;
  context.lineWidth = 3;
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}
