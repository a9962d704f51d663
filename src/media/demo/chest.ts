import { type Point, type Shape, type Tissue, type TissueValues, tube } from './shape.ts';

/** Hounsfield units, with contrast medium in the blood. */
export const hounsfield: TissueValues = {
  air: -1000,
  lung: -860,
  fat: -95,
  muscle: 50,
  organ: 95,
  blood: 165,
  cortical: 620,
  marrow: 190,
  fluid: 12,
  grey: 40,
  white: 30,
  lesion: 35,
  table: -650,
};

/** Attenuation of X-rays in a plain radiograph, relative to water. */
export const attenuation: TissueValues = {
  air: 0,
  lung: 0.2,
  fat: 0.85,
  muscle: 1.02,
  organ: 1.06,
  blood: 1.06,
  cortical: 2.3,
  marrow: 1.5,
  fluid: 1,
  grey: 1,
  white: 1,
  lesion: 1.05,
  table: 0,
};

/** In the right upper lobe. */
const NODULE_CENTRE: Point = [-104, -28, 4];

const both = (make: (side: 1 | -1) => readonly Shape[]): Shape[] => [...make(-1), ...make(1)];

/** A chest from the upper abdomen to the collar bones; the carina lies at z = 0. */
export function chestShapes(random: () => number, noduleDiameter = 0): Shape[] {
  return [
    ...outerBody,
    ...lungs,
    ...both((side) => lungVessels(random, side)),
    ...mediastinum,
    ...abdomen,
    ...ribCage(),
    ...spine(),
    ...shoulderBlades,
    ...nodule(noduleDiameter),
  ];
}

/** The table top under the body; goes first. */
export const tableShapes: readonly Shape[] = [
  { tissue: 'table', centre: [0, 72, 0], radii: [215, 60, 9000] },
  { tissue: 'air', centre: [0, 60, 0], radii: [230, 62, 9000] },
];

/** Upper arms along the body, as in a standing patient; a CT is taken with the arms up. */
export const armShapes: readonly Shape[] = both((side) => [
  { tissue: 'fat', centre: [side * 178, 5, -40], radii: [44, 46, 150], taper: 4 },
  { tissue: 'muscle', centre: [side * 178, 5, -40], radii: [36, 38, 145], taper: 4 },
  { tissue: 'fat', centre: [side * 120, 5, 60], radii: [80, 60, 42], taper: 2 },
  { tissue: 'muscle', centre: [side * 118, 5, 58], radii: [76, 52, 38], taper: 2 },
  { tissue: 'cortical', centre: [side * 158, 5, 62], radii: [22, 22, 22] },
  { tissue: 'marrow', centre: [side * 158, 5, 62], radii: [19, 19, 19] },
  ...tube(
    'cortical',
    [
      [side * 164, 5, 55],
      [side * 182, 5, -180],
    ],
    12,
    11,
  ),
]);

const torso = { taper: 4, centre: [0, 0, -160] as const };
const outerBody: readonly Shape[] = [
  ...both((side) => [{ tissue: 'fat', centre: [side * 68, -88, -78], radii: [58, 52, 60] }]),
  { ...torso, tissue: 'fat', radii: [172, 114, 262] },
  { ...torso, tissue: 'muscle', radii: [153, 97, 256] },
  { tissue: 'fat', centre: [0, -20, -60], radii: [122, 76, 150], taper: 4 },
];

const lungs: readonly Shape[] = [
  { tissue: 'lung', centre: [-69, 0, -62], radii: [64, 80, 124], angle: 0.12, taper: 3 },
  { tissue: 'lung', centre: [72, 3, -62], radii: [60, 78, 124], angle: -0.12, taper: 3 },
];

/** Twelve pairs of ribs: each runs round the chest and sinks towards the front. */
function ribCage(): Shape[] {
  const ribs = Array.from({ length: 11 }, (_, i) => 62 - i * 24);
  return both((side) =>
    ribs.flatMap((height, i) => {
      const width = Math.min(1, 0.76 + i * 0.1);
      const path = Array.from({ length: 40 }, (_, k) => ribPoint(side, width, height, k / 39));
      return [...tube('cortical', path, 5.2), ...tube('marrow', path, 3.2)];
    }),
  );
}

function ribPoint(side: number, width: number, height: number, along: number): Point {
  const angle = Math.PI * (0.42 - along * 0.86);
  // Higher ribs reach down in front to where the chest is wider.
  const reach = Math.min(1, width + 0.22 * along);
  const x = side * 139 * reach * Math.cos(angle);
  return [x, 88 * reach * Math.sin(angle), height - 62 * along * (1.25 - along * 0.5)];
}

const tubes = (tissue: Tissue, table: readonly (readonly [number, readonly Point[]])[]): Shape[] =>
  table.flatMap(([radius, path]) => tube(tissue, path, radius));

const mediastinum: readonly Shape[] = [
  { tissue: 'fat', centre: [4, -12, -20], radii: [30, 52, 100], taper: 4 },
  // Pericardial fat, heart muscle, the four chambers
  { tissue: 'fat', centre: [20, -32, -82], radii: [66, 52, 54], angle: 0.55 },
  { tissue: 'organ', centre: [20, -32, -80], radii: [61, 47, 51], angle: 0.55 },
  { tissue: 'blood', centre: [42, -26, -84], radii: [27, 17, 32], angle: 0.7 },
  { tissue: 'blood', centre: [8, -50, -84], radii: [28, 14, 32], angle: 0.35 },
  { tissue: 'blood', centre: [-20, -28, -70], radii: [17, 20, 26] },
  { tissue: 'blood', centre: [10, 2, -58], radii: [27, 13, 18] },
  ...tubes('blood', [
    [
      15,
      [
        [-6, -34, -62],
        [-14, -34, -10],
        [-6, -22, 16],
        [14, 14, 20],
        [23, 34, 6],
      ],
    ],
    [
      12.5,
      [
        [23, 34, 8],
        [20, 34, -240],
      ],
    ],
    [
      13,
      [
        [16, -46, -48],
        [18, -40, -18],
        [14, -20, -14],
      ],
    ],
    [
      10,
      [
        [14, -20, -14],
        [-30, -6, -20],
        [-52, 2, -28],
      ],
    ],
    [
      10,
      [
        [14, -20, -12],
        [42, 2, -14],
        [54, 10, -24],
      ],
    ],
    [
      9,
      [
        [-28, -30, 75],
        [-27, -28, -45],
      ],
    ],
    [
      6,
      [
        [-6, -36, 24],
        [-16, -30, 80],
      ],
    ],
    [
      4.5,
      [
        [8, 4, 24],
        [22, -12, 80],
      ],
    ],
    [
      5,
      [
        [16, 16, 24],
        [30, 4, 80],
      ],
    ],
  ]),
  ...tubes('air', [
    [
      9,
      [
        [0, 2, 90],
        [0, 6, 4],
      ],
    ],
    [
      7,
      [
        [0, 6, 4],
        [-34, 12, -20],
      ],
    ],
    [
      6,
      [
        [0, 6, 4],
        [42, 14, -28],
      ],
    ],
  ]),
  ...tubes('muscle', [
    [
      7,
      [
        [6, 24, 90],
        [8, 26, -180],
      ],
    ],
  ]),
  { tissue: 'cortical', centre: [0, -84, -30], radii: [19, 6.5, 84], taper: 6 },
  { tissue: 'marrow', centre: [0, -84, -30], radii: [16, 4, 82], taper: 6 },
  ...both((side) => [
    ...tube(
      'cortical',
      [
        [side * 14, -62, 50],
        [side * 60, -58, 58],
        [side * 118, -24, 66],
      ],
      6.5,
    ),
    ...tube(
      'marrow',
      [
        [side * 14, -62, 50],
        [side * 60, -58, 58],
        [side * 118, -24, 66],
      ],
      4,
    ),
  ]),
];

/** The dome of the liver is higher than that of the spleen; there is air in the stomach. */
const abdomen: readonly Shape[] = [
  { tissue: 'organ', centre: [-60, -4, -208], radii: [72, 80, 98], taper: 2.5 },
  { tissue: 'organ', centre: [62, 8, -214], radii: [68, 70, 90], taper: 2.5 },
  { tissue: 'fat', centre: [30, -8, -230], radii: [40, 40, 60] },
  { tissue: 'air', centre: [56, -24, -160], radii: [26, 22, 15] },
  ...tube(
    'blood',
    [
      [20, 34, -120],
      [16, 34, -260],
    ],
    11.5,
  ),
];

function spine(): Shape[] {
  const levels = Array.from({ length: 14 }, (_, i) => 92 - i * 25);
  const canal: Shape[] = [
    { tissue: 'cortical', centre: [0, 66, 0], radii: [14, 12, 9000] },
    { tissue: 'fat', centre: [0, 65, 0], radii: [9.5, 8.5, 9000] },
    { tissue: 'fluid', centre: [0, 65, 0], radii: [7.5, 6.5, 9000] },
  ];
  return [...canal, ...levels.flatMap(vertebra)];
}

const vertebra = (z: number): Shape[] => [
  { tissue: 'muscle', centre: [0, 45, z - 12.5], radii: [17, 13.5, 4], taper: 8 },
  { tissue: 'cortical', centre: [0, 45, z], radii: [18, 14.5, 10.5], taper: 10 },
  { tissue: 'marrow', centre: [0, 45, z], radii: [16, 12.5, 9.3], taper: 10 },
  ...both((side) => [
    { tissue: 'cortical', centre: [side * 26, 68, z + 2], radii: [17, 5, 6], angle: side * 0.35 },
    { tissue: 'marrow', centre: [side * 26, 68, z + 2], radii: [14, 3, 4.5], angle: side * 0.35 },
  ]),
  { tissue: 'cortical', centre: [0, 84, z - 8], radii: [3.6, 13, 10] },
  { tissue: 'marrow', centre: [0, 84, z - 8], radii: [2.2, 11, 8.5] },
];

const shoulderBlades: readonly Shape[] = both((side) => [
  { tissue: 'cortical', centre: [side * 96, 72, 4], radii: [36, 4.2, 62], angle: side * -0.5 },
  { tissue: 'marrow', centre: [side * 96, 72, 4], radii: [33, 2.2, 58], angle: side * -0.5 },
]);

function nodule(diameter: number): Shape[] {
  const r = diameter / 2;
  if (r === 0) return [];
  const [x, y, z] = NODULE_CENTRE;
  // A lobulated outline: a ball with two smaller ones on it.
  return [
    { tissue: 'lesion', centre: [x, y, z], radii: [r, r, r] },
    { tissue: 'lesion', centre: [x + r * 0.6, y - r * 0.4, z], radii: [r * 0.6, r * 0.6, r * 0.6] },
    { tissue: 'lesion', centre: [x - r * 0.5, y + r * 0.5, z + r * 0.4], radii: [r * 0.6, r * 0.5, r * 0.6] },
  ];
}

const VESSEL_GENERATIONS = 6;

/** Arteries and veins of one lung: they fork from the hilum outwards and get thinner. */
function lungVessels(random: () => number, side: 1 | -1): Shape[] {
  const lung = lungs[side === -1 ? 0 : 1] as Shape;
  const hilum: Point = [side * 46, 8, -26];
  const stems = Array.from({ length: 11 }, (_, i) =>
    direction(side * (0.3 + random()), random() * 2 - 1, 1 - i / 5),
  );
  return stems.flatMap((stem) => fork(random, lung, hilum, stem, 4.2, VESSEL_GENERATIONS));
}

function fork(
  random: () => number,
  lung: Shape,
  start: Point,
  heading: Point,
  radius: number,
  generations: number,
): Shape[] {
  if (generations === 0) return [];
  const length = 9 + 13 * random();
  const end: Point = [
    start[0] + heading[0] * length,
    start[1] + heading[1] * length,
    start[2] + heading[2] * length,
  ];
  if (!isWellInside(lung, end)) return [];
  const spread = () => 1.1 * (random() - 0.5);
  const children = [0, 1].flatMap(() => {
    const turned = direction(heading[0] + spread(), heading[1] + spread(), heading[2] + spread());
    return fork(random, lung, end, turned, radius * 0.74, generations - 1);
  });
  return [...tube('blood', [start, end], radius, radius * 0.78), ...children];
}

function direction(x: number, y: number, z: number): Point {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

function isWellInside({ centre, radii }: Shape, point: Point): boolean {
  const [u = 0, v = 0, w = 0] = point.map(
    (value, i) => (value - (centre[i] as number)) / (radii[i] as number),
  );
  return u * u + v * v + w * w < 0.86;
}
