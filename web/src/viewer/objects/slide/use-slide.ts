/** A slide on a canvas: drawn again when somebody moves and when tiles come. */
import { useEffect, useState } from 'react';
import { kept, type Look, levelFor, type Screen, tilesSeen, whole } from './looking.ts';
import type { Pyramid } from './pyramid.ts';
import { TilePictures } from './tile-pictures.ts';

interface SlideWanted {
  readonly study: string;
  readonly series: string;
  readonly pyramid: Pyramid;
  readonly canvas: HTMLCanvasElement | null;
  readonly screen: Screen;
}

export interface Slide {
  readonly look: Look;
  /** Takes another look, kept to where there is something to see. */
  readonly move: (change: (look: Look) => Look) => void;
  readonly fit: () => void;
  readonly isComplete: boolean;
  /** Tiles that could not be had. */
  readonly failures: number;
}

export function useSlide({ study, series, pyramid, canvas, screen }: SlideWanted): Slide {
  const [asked, setLook] = useState<Look>();
  const [, setChanges] = useState(0);
  const [pictures, setPictures] = useState<TilePictures>();
  useEffect(() => {
    const opened = new TilePictures(study, series, () => setChanges((count) => count + 1));
    setPictures(opened);
    return () => opened.close();
  }, [study, series]);
  const look = kept(asked ?? whole(pyramid, screen), pyramid, screen);
  useEffect(() => {
    if (canvas && pictures && screen.width > 0) draw(canvas, pictures, pyramid, look, screen);
  });
  return {
    look,
    move: (change) => setLook((before) => kept(change(before ?? look), pyramid, screen)),
    fit: () => setLook(undefined),
    isComplete: pictures?.isComplete ?? false,
    failures: pictures?.failures ?? 0,
  };
}

/** Coarser pictures first, as far as they are there: finer ones are drawn over them as they come. */
function draw(
  canvas: HTMLCanvasElement,
  pictures: TilePictures,
  pyramid: Pyramid,
  look: Look,
  screen: Screen,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const [width, height] = [
    Math.round(screen.width * devicePixelRatio),
    Math.round(screen.height * devicePixelRatio),
  ];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.clearRect(0, 0, screen.width, screen.height);
  const level = levelFor(pyramid, look.scale, devicePixelRatio);
  const coarsest = pyramid.levels.at(-1)!;
  const coarser = pyramid.levels.filter(({ columns }) => columns < level.columns).toReversed();
  for (const each of [...coarser, level])
    for (const tile of tilesSeen(pyramid, each, look, screen)) {
      const picture = pictures.of(tile);
      // A little over the edge: no lines between tiles.
      if (picture) context.drawImage(picture, tile.left, tile.top, tile.width + 0.5, tile.height + 0.5);
    }
  const ground = coarsest === level ? [] : tilesSeen(pyramid, coarsest, look, screen);
  pictures.want([...ground, ...tilesSeen(pyramid, level, look, screen)]);
}
