/** What is seen of a slide on a screen, and which tiles that takes. */
import type { Level, Pyramid } from './pyramid.ts';

/** Where somebody looks. */
export interface Look {
  /** Of the largest picture, pixels: what is in the middle of the screen. */
  readonly x: number;
  readonly y: number;
  /** CSS pixels for one pixel of the largest picture. */
  readonly scale: number;
}

export interface Screen {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

export interface Tile {
  readonly level: Level;
  readonly column: number;
  readonly row: number;
  /** From 1. */
  readonly frame: number;
  /** On the screen, CSS pixels. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The nearest that one comes: CSS pixels for one of the picture. */
const MOST_SCALE = 4;

/** All of the slide, in the middle. */
export function whole({ levels: [largest] }: Pyramid, screen: Screen): Look {
  const scale = Math.min(screen.width / largest.columns, screen.height / largest.rows);
  return { x: largest.columns / 2, y: largest.rows / 2, scale };
}

/** Not farther than all of it, not beside it, and not nearer than there is something to see. */
export function kept({ x, y, scale }: Look, pyramid: Pyramid, screen: Screen): Look {
  const [largest] = pyramid.levels;
  return {
    x: Math.min(largest.columns, Math.max(0, x)),
    y: Math.min(largest.rows, Math.max(0, y)),
    scale: Math.min(MOST_SCALE, Math.max(whole(pyramid, screen).scale, scale)),
  };
}

/** What is under a point of the screen stays there. @param at CSS pixels from the left and the top */
export function zoomed(look: Look, factor: number, at: { x: number; y: number }, screen: Screen): Look {
  const [dx, dy] = [at.x - screen.width / 2, at.y - screen.height / 2];
  const scale = look.scale * factor;
  return {
    x: look.x + dx / look.scale - dx / scale,
    y: look.y + dy / look.scale - dy / scale,
    scale,
  };
}

/** The smallest picture that has a pixel for each of the screen's; the largest where none has. @param density of the screen */
export function levelFor({ levels }: Pyramid, scale: number, density: number): Level {
  const [largest] = levels;
  const enough = levels.filter(({ columns }) => columns >= largest.columns * scale * density);
  return enough.at(-1) ?? largest;
}

/** In the order in which they are wanted: those in the middle first. */
export function tilesSeen(pyramid: Pyramid, level: Level, look: Look, screen: Screen): Tile[] {
  const [largest] = pyramid.levels;
  // A pixel of the level on the screen.
  const pixel = (look.scale * largest.columns) / level.columns;
  const left = screen.width / 2 - look.x * look.scale;
  const top = screen.height / 2 - look.y * look.scale;
  const [width, height] = [level.tileColumns * pixel, level.tileRows * pixel];
  const tiles: Tile[] = [];
  const [lastColumn, lastRow] = [
    Math.ceil(level.columns / level.tileColumns),
    Math.ceil(level.rows / level.tileRows),
  ];
  for (
    let row = Math.max(0, Math.floor(-top / height));
    row < lastRow && top + row * height < screen.height;
    row++
  )
    for (
      let column = Math.max(0, Math.floor(-left / width));
      column < lastColumn && left + column * width < screen.width;
      column++
    ) {
      const frame = level.frameAt(column, row);
      if (frame === undefined) continue;
      tiles.push({
        level,
        column,
        row,
        frame,
        left: left + column * width,
        top: top + row * height,
        width,
        height,
      });
    }
  const distance = (tile: Tile) =>
    Math.hypot(tile.left + width / 2 - screen.width / 2, tile.top + height / 2 - screen.height / 2);
  return tiles.sort((a, b) => distance(a) - distance(b));
}
