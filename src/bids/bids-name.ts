/** What a file is called in BIDS, subject and session aside. */
export interface BidsName {
  readonly datatype: Datatype;
  /** `T1w`, `bold`. */
  readonly suffix: string;
  readonly entities: Entities;
}

export type Entities = Readonly<Partial<Record<Entity, string>>>;

/** In the order in which they stand in a file name (BIDS, appendix "Entity table"); subject and session come before them. */
export const entityOrder = [
  ...[
    'task',
    'tracksys',
    'acq',
    'nuc',
    'voi',
    'ce',
    'trc',
    'stain',
    'rec',
    'dir',
    'run',
    'mod',
    'echo',
    'flip',
  ],
  ...[
    'inv',
    'mt',
    'part',
    'proc',
    'hemi',
    'space',
    'split',
    'recording',
    'chunk',
    'seg',
    'res',
    'den',
    'label',
  ],
  'desc',
] as const;
export type Entity = (typeof entityOrder)[number];

/** Suffixes of images, by folder. The first is what the folder alone stands for, where there is such a one. */
const suffixes = {
  anat: [
    'T1w',
    'T2w',
    'PDw',
    'T2starw',
    'FLAIR',
    'inplaneT1',
    'inplaneT2',
    'PDT2',
    'angio',
    'T1map',
    'T2map',
    'T2starmap',
    'PDmap',
    'UNIT1',
    'MP2RAGE',
    'MEGRE',
    'MESE',
    'VFA',
    'IRT1',
    'Chimap',
  ],
  func: ['bold', 'sbref', 'cbv', 'phase'],
  dwi: ['dwi', 'sbref'],
  fmap: [
    'epi',
    'magnitude',
    'magnitude1',
    'magnitude2',
    'phase1',
    'phase2',
    'phasediff',
    'fieldmap',
    'TB1map',
    'TB1EPI',
  ],
  perf: ['asl', 'm0scan'],
  pet: ['pet'],
} as const satisfies Record<string, readonly string[]>;

export type Datatype = keyof typeof suffixes;

export const isDatatype = (name: string): name is Datatype => Object.hasOwn(suffixes, name);

export const isSuffixOf = (datatype: Datatype, suffix: string): boolean =>
  (suffixes[datatype] as readonly string[]).includes(suffix);

/** What the name of the folder alone stands for; an anatomical image says what it is. */
export const usualSuffix = (datatype: Datatype): string | undefined =>
  datatype === 'anat' ? undefined : suffixes[datatype][0];

export const isEntity = (name: string): name is Entity => (entityOrder as readonly string[]).includes(name);

/** BIDS allows letters and digits in a label; the rest goes. `run-01` and the like are numbers. */
export const asLabel = (text: string): string => text.normalize('NFKD').replace(/[^A-Za-z0-9]/g, '');
