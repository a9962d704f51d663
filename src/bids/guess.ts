import { asLabel, type BidsName } from './bids-name.ts';

/** What is known of a series, from its headers or from the sidecar that dcm2niix made. */
export interface SeriesFacts {
  readonly modality: string;
  readonly protocolName: string;
  readonly seriesDescription: string;
  /** Values of ImageType (0008,0008), upper case. */
  readonly imageType: readonly string[];
  /** Volumes along time. */
  readonly volumes: number;
  /** There are directions of diffusion. */
  readonly hasDiffusion: boolean;
  /** `AP`, `PA`: the way along which phases were encoded, where it is known. */
  readonly phaseDirection?: string | undefined;
}

export interface GuessedName extends BidsName {
  /** From 0 to 1: how sure that is. Below a half somebody has to look. */
  readonly confidence: number;
}

interface Guess {
  /** Words of its names. */
  readonly words?: RegExp;
  readonly fits?: (facts: SeriesFacts) => boolean;
  readonly datatype: BidsName['datatype'];
  readonly suffix: string;
  readonly confidence: number;
}

/** It shows phases, not magnitudes. */
export const isPhase = ({ imageType }: SeriesFacts): boolean =>
  imageType.some((type) => type === 'P' || type === 'PHASE');
const isSeveral = ({ volumes }: SeriesFacts): boolean => volumes > 1;
const isLong = ({ volumes }: SeriesFacts): boolean => volumes >= 20;

/** The first that fits counts: what images are comes before what they are called, and special names before usual ones. */
const guesses: readonly Guess[] = [
  { datatype: 'dwi', suffix: 'dwi', fits: ({ hasDiffusion }) => hasDiffusion, confidence: 0.95 },
  { datatype: 'dwi', suffix: 'sbref', words: /(dwi|dti|diff).*sbref/, confidence: 0.8 },
  { datatype: 'func', suffix: 'sbref', words: /sbref/, confidence: 0.7 },
  { datatype: 'perf', suffix: 'm0scan', words: /\bm0\b|m0scan/, confidence: 0.7 },
  { datatype: 'perf', suffix: 'asl', words: /\b(p?c?asl|asl)|perfusion/, confidence: 0.7 },
  {
    datatype: 'fmap',
    suffix: 'phasediff',
    words: /field.?map|fmap|gre.?field|b0.?map/,
    fits: isPhase,
    confidence: 0.8,
  },
  { datatype: 'fmap', suffix: 'magnitude', words: /field.?map|fmap|gre.?field|b0.?map/, confidence: 0.6 },
  {
    datatype: 'fmap',
    suffix: 'epi',
    words: /(se|spin.?echo|topup|dist).*(epi|map|ap|pa)\b|topup/,
    confidence: 0.6,
  },
  { datatype: 'anat', suffix: 'FLAIR', words: /flair|dark.?fluid/, confidence: 0.85 },
  {
    datatype: 'anat',
    suffix: 'T1w',
    words: /mp.?rage|bravo|\bt1\b.*(3d|tfe|ffe|spgr|vibe)|t1w|ir.?spgr|\bt1.?mpr/,
    confidence: 0.85,
  },
  { datatype: 'anat', suffix: 'angio', words: /\btof\b|angio/, confidence: 0.7 },
  { datatype: 'anat', suffix: 'T2starw', words: /t2\s?(\*|star)|swi\b|susceptib/, confidence: 0.7 },
  { datatype: 'anat', suffix: 'T2w', words: /\bt2|t2w|tse.*t2|space.*t2/, confidence: 0.75 },
  { datatype: 'anat', suffix: 'PDw', words: /\bpd\b|pdw|proton.?density/, confidence: 0.7 },
  { datatype: 'func', suffix: 'bold', words: /bold|fmri|func|rest|task/, fits: isSeveral, confidence: 0.85 },
  { datatype: 'func', suffix: 'bold', words: /epi/, fits: isLong, confidence: 0.6 },
  {
    datatype: 'fmap',
    suffix: 'epi',
    words: /\bepi\b.*\b(ap|pa|rl|lr)\b/,
    fits: ({ phaseDirection }) => phaseDirection !== undefined,
    confidence: 0.5,
  },
  { datatype: 'anat', suffix: 'T1w', words: /\bt1/, confidence: 0.5 },
];

const NO_DATA =
  /scout|localizer|localiser|survey|aahead|phoenix|screen.?save|moco|\badc\b|\bfa\b|colfa|tracew|mip\b/;

/** Pictures that find the way, or show what was computed: they are no data. */
export const showsNoData = (facts: SeriesFacts): boolean =>
  facts.modality === 'MR' && NO_DATA.test(wordsOf(facts));

/** What a series probably is; undefined where nothing tells. */
export function guessBidsName(facts: SeriesFacts): GuessedName | undefined {
  if (facts.modality === 'PT') return { datatype: 'pet', suffix: 'pet', entities: {}, confidence: 0.9 };
  if (facts.modality !== 'MR') return undefined;
  if (showsNoData(facts)) return undefined;
  const words = wordsOf(facts);
  const guess = guesses.find((one) => (one.words?.test(words) ?? true) && (one.fits?.(facts) ?? true));
  if (!guess) return undefined;
  const { datatype, suffix, confidence } = guess;
  return { datatype, suffix, confidence, entities: entitiesOf(facts, guess) };
}

const wordsOf = ({ protocolName, seriesDescription }: SeriesFacts): string =>
  `${protocolName.slice(0, NAME_LIMIT)} ${seriesDescription.slice(0, NAME_LIMIT)}`
    .toLowerCase()
    .replaceAll('_', ' ');

/** Longer than any that DICOM allows; what comes after it is not looked at. */
const NAME_LIMIT = 256;

function entitiesOf({ protocolName, phaseDirection }: SeriesFacts, guess: Guess): BidsName['entities'] {
  const direction = phaseDirection === undefined ? {} : { dir: asLabel(phaseDirection) };
  if (guess.datatype === 'func') return { task: taskOf(protocolName), ...direction };
  return guess.datatype === 'dwi' || guess.suffix === 'epi' ? direction : {};
}

/** What the name says of itself, `rest`, or what is left of it. */
function taskOf(protocolName: string): string {
  const said = /task[-_ ]?([a-z0-9]+)/i.exec(protocolName)?.[1];
  if (said !== undefined) return asLabel(said);
  if (/rest|\brs\b/i.test(protocolName)) return 'rest';
  return asLabel(protocolName.replace(/bold|fmri|func|epi/gi, '')) || 'unknown';
}
