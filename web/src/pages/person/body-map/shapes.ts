import type { Region } from './regions.ts';

/** A part of the drawing: SVG paths in a field of 120 x 280. */
export interface Shape {
  readonly region: Region;
  readonly path: string;
  /** It lies over another part, and would only be in the way where there is nothing of it. */
  readonly isOverlay?: true;
}

const limbs: readonly Shape[] = [
  {
    region: 'arm',
    path: 'M36 62c-8 3-12 12-13 24l-4 52c0 3 6 4 7 1l9-44 5-26zM84 62c8 3 12 12 13 24l4 52c0 3-6 4-7 1l-9-44-5-26z',
  },
  { region: 'hand', path: 'M18 144l8 2-3 22c-1 5-8 4-8-1zM102 144l-8 2 3 22c1 5 8 4 8-1z' },
  {
    region: 'leg',
    path: 'M41 148l17 4-2 44H42zM79 148l-17 4 2 44h14zM43 214h13l-2 42h-8zM77 214H64l2 42h8z',
  },
  { region: 'knee', path: 'M42 199h14v12H42zM78 199H64v12h14z' },
];

const upper: readonly Shape[] = [
  { region: 'neck', path: 'M53 44h14v12H53z' },
  { region: 'head', path: 'M60 8c-12 0-17 9-16 20 1 9 8 16 16 16s15-7 16-16c1-11-4-20-16-20z' },
];

/** From the back of each drawing to its front. The feet point to who looks, or away: then the heels are seen. */
export const sides = {
  front: [
    ...limbs,
    { region: 'foot', path: 'M46 259h8l1 8c0 5-14 6-15 1zM74 259h-8l-1 8c0 5 14 6 15 1z' },
    { region: 'pelvis', path: 'M41 124h38l1 20-18 6h-4l-18-6z' },
    { region: 'abdomen', path: 'M42 94h36l1 27H41z' },
    { region: 'chest', path: 'M40 60c6-3 34-3 40 0l-2 31H42z' },
    {
      region: 'breast',
      path: 'M44 74a7 6 0 1 0 14 0a7 6 0 1 0-14 0zM62 74a7 6 0 1 0 14 0a7 6 0 1 0-14 0z',
      isOverlay: true,
    },
    ...upper,
  ],
  back: [
    ...limbs,
    { region: 'foot', path: 'M46 259h8l1 9c-2 3-8 3-10 0zM74 259h-8l-1 9c2 3 8 3 10 0z' },
    {
      region: 'pelvis',
      path: 'M41 124h17v26l-18-6zM79 124H62v26l18-6z',
    },
    { region: 'abdomen', path: 'M42 97h14v24H41zM78 97H64v24h15z' },
    { region: 'chest', path: 'M40 60c4-2 10-2.5 16-2.5V94H42zM80 60c-4-2-10-2.5-16-2.5V94h14z' },
    {
      region: 'spine',
      path: 'M57.5 58h5v9h-5zM57.5 69h5v9h-5zM57.5 80h5v9h-5zM57.5 91h5v9h-5zM57.5 102h5v9h-5zM57.5 113h5v9h-5zM57.5 124h5l-1 14h-3z',
    },
    ...upper,
  ],
} as const satisfies Readonly<Record<string, readonly Shape[]>>;

export type Side = keyof typeof sides;
