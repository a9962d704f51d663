/** How each kind of study hangs as it is opened. The first rule that fits the most telling series is the one that counts. */

/** A place on the light box, and what may hang there: the first view of which there is a film. */
export interface FilmPlace {
  readonly side?: 'R' | 'L';
  readonly views: readonly string[];
}

interface AnyRule {
  /** Of the most telling series. */
  readonly modalities: readonly string[];
}

/** Films by their views, in rows and columns. */
export interface FilmRule extends AnyRule {
  readonly places: readonly (readonly FilmPlace[])[];
}

/** The best series of each of these groups of modalities, side by side: of studies that have all of them. */
export interface EachRule extends AnyRule {
  readonly each: readonly (readonly string[])[];
}

/** The main series of one modality. */
export interface SeriesRule extends AnyRule {
  /** At most so many at once; one on a narrow screen. */
  readonly atOnce: number;
  /** Whether an earlier study of the same part of the body hangs beside it, where the screen has room. */
  readonly hasPrior: boolean;
}

export type Rule = FilmRule | EachRule | SeriesRule;

const fromAbove = ['CC', 'XCCL', 'XCCM', 'FB'];
const fromTheSide = ['MLO', 'ML', 'LM', 'LMO', 'SIO', 'ISO'];
const frontal = ['PA', 'AP', 'FRONTAL'];
const lateral = ['LATERAL', 'LL', 'RL', 'ML', 'LM', 'LLD', 'RLD'];

export const rules: readonly Rule[] = [
  {
    // As if the patient stood before the reader: the right breast on the left.
    modalities: ['MG'],
    places: [fromAbove, fromTheSide].map((views) => [
      { side: 'R', views },
      { side: 'L', views },
    ]),
  },
  { modalities: ['CR', 'DX', 'RG'], places: [[{ views: frontal }, { views: lateral }]] },
  { modalities: ['CT', 'PT', 'NM'], each: [['CT'], ['PT', 'NM']] },
  { modalities: ['MR'], atOnce: 4, hasPrior: true },
  { modalities: ['CT'], atOnce: 1, hasPrior: true },
];

export const otherRule: SeriesRule = { modalities: [], atOnce: 1, hasPrior: false };
