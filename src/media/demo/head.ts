import { type Point, type Shape, type Tissue, type TissueValues, tube } from './shape.ts';

/** Signal of a T1-weighted spin echo: fat is bright, water dark, white matter brighter than grey. */
export const t1Signal: TissueValues = {
  air: 0,
  lung: 0,
  fat: 820,
  muscle: 330,
  organ: 350,
  blood: 120,
  cortical: 25,
  marrow: 560,
  fluid: 95,
  grey: 385,
  white: 520,
  lesion: 400,
  table: 0,
};

/** Signal of a T2-weighted turbo spin echo: water is brightest, grey matter brighter than white. */
export const t2Signal: TissueValues = {
  air: 0,
  lung: 0,
  fat: 560,
  muscle: 130,
  organ: 250,
  blood: 40,
  cortical: 20,
  marrow: 380,
  fluid: 900,
  grey: 430,
  white: 290,
  lesion: 640,
  table: 0,
};

const both = (make: (side: 1 | -1) => readonly Shape[]): Shape[] => [...make(-1), ...make(1)];

const ball = (tissue: Tissue, centre: Point, radius: number): Shape => ({
  tissue,
  centre,
  radii: [radius, radius, radius],
});

const coverings: readonly Shape[] = [
  { tissue: 'fat', centre: [0, 0, -4], radii: [79, 99, 98], taper: 2.4 },
  { tissue: 'muscle', centre: [0, 2, -6], radii: [75.5, 95.5, 94], taper: 2.4 },
  { tissue: 'cortical', centre: [0, 2, 0], radii: [73.5, 93, 87], taper: 2.3 },
  { tissue: 'marrow', centre: [0, 2, 0], radii: [71.5, 91, 85], taper: 2.3 },
  { tissue: 'cortical', centre: [0, 2, 0], radii: [70, 89.5, 83.5], taper: 2.3 },
  { tissue: 'fluid', centre: [0, 2, 0], radii: [68, 87.5, 81.5], taper: 2.3 },
];

const cerebrum: readonly Shape[] = [
  {
    tissue: 'grey',
    centre: [0, 2, 4],
    radii: [67, 86.5, 74],
    taper: 2.4,
    furrows: { count: 46, depth: 0.1 },
  },
  {
    tissue: 'white',
    centre: [0, 2, 4],
    radii: [61.5, 81, 68],
    taper: 2.4,
    furrows: { count: 46, depth: 0.36 },
  },
  { tissue: 'white', centre: [0, 4, 6], radii: [44, 60, 50], taper: 2.4 },
  // The fissure between the hemispheres, with grey matter on both sides of it
  ...both((side) => [
    { tissue: 'grey', centre: [side * 2.6, -57, 14], radii: [4.2, 26, 48], taper: 4 },
    { tissue: 'grey', centre: [side * 2.6, 61, 14], radii: [4.2, 24, 48], taper: 4 },
    { tissue: 'grey', centre: [side * 2.4, 2, 46], radii: [4, 64, 30] },
  ]),
  { tissue: 'fluid', centre: [0, -58, 14], radii: [1.5, 28, 50], taper: 4 },
  { tissue: 'fluid', centre: [0, 63, 14], radii: [1.5, 25, 50], taper: 4 },
  { tissue: 'fluid', centre: [0, 2, 47], radii: [1.5, 66, 31] },
  // The insula: a fold of the surface that reaches far inside
  ...both((side) => [
    { tissue: 'grey', centre: [side * 47, -12, 2], radii: [6, 21, 17], angle: side * -0.12 },
    { tissue: 'fluid', centre: [side * 51, -13, 2], radii: [2.4, 19, 15], angle: side * -0.12 },
    { tissue: 'fluid', centre: [side * 59, -14, -2], radii: [10, 2, 9], angle: side * -0.3 },
  ]),
];

const deepGrey: readonly Shape[] = both((side) => [
  { tissue: 'grey', centre: [side * 11.5, 13, 6], radii: [9.5, 15, 11], angle: side * -0.4 },
  { tissue: 'grey', centre: [side * 27, -6, 5], radii: [6.5, 18, 12], angle: side * -0.25 },
  { tissue: 'grey', centre: [side * 14, -24, 14], radii: [6, 10, 14], angle: side * 0.3 },
]);

const ventricles: readonly Shape[] = [
  ...both((side) => [
    ...tube(
      'fluid',
      [
        [side * 8, -34, 14],
        [side * 6, -18, 22],
        [side * 9, 14, 26],
        [side * 20, 34, 18],
      ],
      5.5,
      6.5,
    ),
    ...tube(
      'fluid',
      [
        [side * 20, 34, 18],
        [side * 25, 56, 12],
      ],
      6,
      2,
    ),
    ...tube(
      'fluid',
      [
        [side * 21, 34, 16],
        [side * 32, 22, -8],
        [side * 30, 0, -16],
      ],
      5,
      2.5,
    ),
  ]),
  { tissue: 'white', centre: [0, -8, 34], radii: [14, 30, 5] },
  { tissue: 'fluid', centre: [0, 6, 4], radii: [2.2, 14, 12] },
];

const hindbrain: readonly Shape[] = [
  { tissue: 'fluid', centre: [0, 28, -54], radii: [56, 52, 30], taper: 3 },
  ...both((side) => [
    {
      tissue: 'grey',
      centre: [side * 40, -8, -34],
      radii: [24, 40, 22],
      furrows: { count: 22, depth: 0.12 },
    },
    {
      tissue: 'white',
      centre: [side * 39, -6, -33],
      radii: [17, 32, 17],
      furrows: { count: 22, depth: 0.34 },
    },
    {
      tissue: 'grey',
      centre: [side * 24, 51, -46],
      radii: [30, 30, 28],
      furrows: { count: 34, depth: 0.16 },
    },
    {
      tissue: 'white',
      centre: [side * 22, 48, -45],
      radii: [21, 20, 18],
      furrows: { count: 34, depth: 0.5 },
    },
  ]),
  { tissue: 'grey', centre: [0, 58, -46], radii: [8, 22, 22] },
  { tissue: 'white', centre: [0, 16, -40], radii: [17, 14, 40], taper: 4 },
  { tissue: 'fluid', centre: [0, 32, -42], radii: [8, 4.5, 12] },
  { tissue: 'blood', centre: [0, -1, -40], radii: [2, 2, 40], taper: 6 },
];

const face: readonly Shape[] = [
  ...both((side) => [
    { tissue: 'fat', centre: [side * 31, -70, -38], radii: [18, 24, 18] },
    { tissue: 'muscle', centre: [side * 26, -56, -38], radii: [2.2, 14, 3], angle: side * -0.25 },
    ball('muscle', [side * 32, -77, -38], 13),
    ball('fluid', [side * 32, -77, -38], 11.8),
    { tissue: 'muscle', centre: [side * 32, -86.5, -38], radii: [5, 2, 5] },
    { tissue: 'air', centre: [side * 9, -66, -52], radii: [6, 22, 12] },
    { tissue: 'cortical', centre: [side * 52, 24, -44], radii: [20, 9, 12], angle: side * 0.5 },
    { tissue: 'air', centre: [side * 60, 30, -46], radii: [6, 6, 9] },
  ]),
];

/** Small bright spots in the white matter, as most people of this age have a few. */
const spots: readonly Shape[] = [
  ball('lesion', [-30, -30, 30], 2.6),
  ball('lesion', [27, 24, 34], 3.1),
  ball('lesion', [-24, 32, 36], 2.2),
  ball('lesion', [33, -12, 32], 1.9),
];

/** A head from the base of the skull to the crown; z = 0 is at the height of the thalamus. */
export const headShapes: readonly Shape[] = [
  ...coverings,
  ...cerebrum,
  ...deepGrey,
  ...ventricles,
  ...hindbrain,
  ...face,
  ...spots,
];
