import type { Region } from './regions.ts';

/** A body from the front in a field of 120 x 280: SVG paths, from the back to the front. */
export const shapes: Readonly<Record<Region, string>> = {
  arm: 'M36 62c-8 3-12 12-13 24l-4 52c0 3 6 4 7 1l9-44 5-26zM84 62c8 3 12 12 13 24l4 52c0 3-6 4-7 1l-9-44-5-26z',
  hand: 'M18 144l8 2-3 22c-1 5-8 4-8-1zM102 144l-8 2 3 22c1 5 8 4 8-1z',
  leg: 'M41 148l17 4-2 44H42zM79 148l-17 4 2 44h14zM43 214h13l-2 42h-8zM77 214H64l2 42h8z',
  knee: 'M42 199h14v12H42zM78 199H64v12h14z',
  foot: 'M46 259h8l1 8c0 5-14 6-15 1zM74 259h-8l-1 8c0 5 14 6 15 1z',
  pelvis: 'M41 124h38l1 20-18 6h-4l-18-6z',
  abdomen: 'M42 94h36l1 27H41z',
  chest: 'M40 60c6-3 34-3 40 0l-2 31H42z',
  breast: 'M44 74a7 6 0 1 0 14 0a7 6 0 1 0-14 0zM62 74a7 6 0 1 0 14 0a7 6 0 1 0-14 0z',
  spine: 'M58 58h4v84h-4z',
  neck: 'M53 44h14v12H53z',
  head: 'M60 8c-12 0-17 9-16 20 1 9 8 16 16 16s15-7 16-16c1-11-4-20-16-20z',
};
