/**
 * The standardized uptake value by body weight (SUVbw, g/ml) of PET: what the samples, after the modality LUT, have to be multiplied with.
 * PS3.3 C.8.9.1; the way through the times is that of the Quantitative Imaging Biomarkers Alliance (QIBA). Where an element is missing
 * or makes no sense there is a reason instead, never a number.
 */
import { itemsIn, type JsonInstance, numbersIn, textIn } from '../../api/dicom-web.ts';
import { tags } from '../engine/tags.ts';

export type NoSuv =
  | 'notPet'
  | 'units'
  | 'notCorrected'
  | 'decayCorrection'
  | 'weight'
  | 'dose'
  | 'halfLife'
  | 'times';

export type Suv = { readonly factor: number } | { readonly reason: NoSuv };

const suvTags = {
  SeriesDate: '00080021',
  AcquisitionDate: '00080022',
  SeriesTime: '00080031',
  AcquisitionTime: '00080032',
  PatientWeight: '00101030',
  RadiopharmaceuticalStartTime: '00181072',
  RadionuclideTotalDose: '00181074',
  RadionuclideHalfLife: '00181075',
  RadiopharmaceuticalStartDateTime: '00181078',
  ActualFrameDuration: '00181242',
  CorrectedImage: '00280051',
  RadiopharmaceuticalInformationSequence: '00540016',
  Units: '00541001',
  SUVType: '00541006',
  DecayCorrection: '00541102',
  FrameReferenceTime: '00541300',
} as const;

/** Private elements that say more than the public ones: when the scan began (GE), what counts are worth (Philips). */
const gePet = { creator: 'GEMS_PETD_01', group: '0009', element: '0D' } as const;
const philipsSuv = { creator: 'Philips PET Private Group', group: '7053', element: '00' } as const;

/** Becquerel: less than anybody is given. Some wrote megabecquerel where the standard has becquerel. */
const LEAST_DOSE = 1e5;
/** After as many half-lives there is nothing to be seen: one of the dates was changed, and the other was not. */
const MOST_HALF_LIVES = 10;
const DAY_SECONDS = 86_400;
const GRAMS_PER_KG = 1_000;

/** @param frames what is true of each frame of a series */
export function suvOf(frames: readonly JsonInstance[]): Suv {
  const [first] = frames;
  if (!first || textIn(first, tags.Modality) !== 'PT') return { reason: 'notPet' };
  const units = textIn(first, suvTags.Units);
  if (units === 'GML')
    return /^(|BW)$/.test(textIn(first, suvTags.SUVType)) ? { factor: 1 } : { reason: 'units' };
  if (units === 'CNTS') return ofCounts(first);
  return units === 'BQML' ? ofActivity(frames, first) : { reason: 'units' };
}

function ofCounts(first: JsonInstance): Suv {
  const [factor = 0] = numbersIn(first, privateTag(first, philipsSuv));
  return factor > 0 ? { factor } : { reason: 'units' };
}

function ofActivity(frames: readonly JsonInstance[], first: JsonInstance): Suv {
  const corrections = (first[suvTags.CorrectedImage]?.Value ?? []).map(String);
  if (!corrections.includes('ATTN') || !corrections.includes('DECY')) return { reason: 'notCorrected' };
  const [weight = 0] = numbersIn(first, suvTags.PatientWeight);
  if (!(weight > 0)) return { reason: 'weight' };
  const [radiopharmaceutical = {}, another] = itemsIn(first, suvTags.RadiopharmaceuticalInformationSequence);
  const [dose = 0] = numbersIn(radiopharmaceutical, suvTags.RadionuclideTotalDose);
  if (!(dose >= LEAST_DOSE) || another) return { reason: 'dose' };
  const correction = textIn(first, suvTags.DecayCorrection);
  if (correction === 'ADMIN') return { factor: (weight * GRAMS_PER_KG) / dose };
  if (correction !== 'START') return { reason: 'decayCorrection' };
  const [halfLife = 0] = numbersIn(radiopharmaceutical, suvTags.RadionuclideHalfLife);
  if (!(halfLife > 0)) return { reason: 'halfLife' };
  const elapsed = secondsSinceInjection(frames, radiopharmaceutical, halfLife);
  if (elapsed === undefined || elapsed < 0 || elapsed > MOST_HALF_LIVES * halfLife)
    return { reason: 'times' };
  return { factor: (weight * GRAMS_PER_KG) / (dose * 2 ** (-elapsed / halfLife)) };
}

/** Until the time that decay is corrected to. */
function secondsSinceInjection(
  frames: readonly JsonInstance[],
  radiopharmaceutical: JsonInstance,
  halfLife: number,
): number | undefined {
  const scan = scanStart(frames, halfLife);
  if (scan === undefined) return undefined;
  const injection = secondsOfDateTime(textIn(radiopharmaceutical, suvTags.RadiopharmaceuticalStartDateTime));
  if (injection !== undefined) return scan - injection;
  const time = secondsOfTime(textIn(radiopharmaceutical, suvTags.RadiopharmaceuticalStartTime));
  if (time === undefined) return undefined;
  // On the day of the scan, or on the one before when that would be later than it.
  const sinceMidnight = scan - Math.floor(scan / DAY_SECONDS) * DAY_SECONDS;
  return (sinceMidnight - time + DAY_SECONDS) % DAY_SECONDS;
}

/**
 * Series Date and Time, unless the series was made later than the images were acquired: then it was processed, and its own time
 * says nothing. @returns seconds of the clock there
 */
function scanStart(frames: readonly JsonInstance[], halfLife: number): number | undefined {
  const first = frames[0]!;
  const acquired = frames.map((frame) => ({
    frame,
    at: secondsOf(frame, suvTags.AcquisitionDate, suvTags.AcquisitionTime),
  }));
  const [earliest] = acquired.toSorted((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity));
  const series = secondsOf(first, suvTags.SeriesDate, suvTags.SeriesTime);
  if (series !== undefined && earliest?.at !== undefined && series <= earliest.at) return series;
  const ge = secondsOfDateTime(textIn(first, privateTag(first, gePet)));
  return ge ?? (earliest?.at === undefined ? undefined : startBefore(earliest.frame, earliest.at, halfLife));
}

/** Back from the acquisition of a frame: its reference time counts from the start to when its mean activity was there. */
function startBefore(frame: JsonInstance, acquired: number, halfLife: number): number | undefined {
  const [reference = 0] = numbersIn(frame, suvTags.FrameReferenceTime);
  const [duration = 0] = numbersIn(frame, suvTags.ActualFrameDuration);
  if (!(reference > 0) || !(duration > 0)) return undefined;
  const decayConstant = Math.LN2 / halfLife;
  const inFrame = (decayConstant * duration) / 1_000;
  const toMean = Math.log(inFrame / (1 - Math.exp(-inFrame))) / decayConstant;
  return acquired - reference / 1_000 + toMean;
}

/** Under which this instance has a private element: its creator chose the block (PS3.5 7.8.1). */
function privateTag(
  instance: JsonInstance,
  { creator, group, element }: typeof gePet | typeof philipsSuv,
): string {
  const blocks = Object.keys(instance).filter((tag) => tag.startsWith(`${group}00`));
  const block = blocks.find((tag) => textIn(instance, tag).trim() === creator);
  return block ? `${group}${block.slice(6)}${element}` : '';
}

function secondsOf(frame: JsonInstance, dateTag: string, timeTag: string): number | undefined {
  const day = secondsOfDay(textIn(frame, dateTag));
  const time = secondsOfTime(textIn(frame, timeTag));
  return day === undefined || time === undefined ? undefined : day + time;
}

/** DT without what it may say of its time zone (PS3.5 6.2): the others have none either. */
function secondsOfDateTime(text: string): number | undefined {
  const day = secondsOfDay(text.slice(0, 8));
  const time = secondsOfTime(text.slice(8).replace(/[+-]\d{4}$/, ''));
  return day === undefined || time === undefined ? undefined : day + time;
}

function secondsOfDay(text: string): number | undefined {
  const [, year, month, date] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  return year === undefined ? undefined : Date.UTC(Number(year), Number(month) - 1, Number(date)) / 1_000;
}

/** HH, HHMM, HHMMSS or HHMMSS.FFFFFF */
function secondsOfTime(text: string): number | undefined {
  const [, hours, minutes = 0, seconds = 0] =
    /^(\d{2})(?:(\d{2})(?:(\d{2}(?:\.\d{1,6})?))?)?$/.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}
