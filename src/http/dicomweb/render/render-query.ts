/** Query parameters of rendered resources (PS3.18 8.3.5). */
import { IsocenterError } from '../../../base/index.ts';
import {
  type AnnotationKind,
  annotationKinds,
  type Region,
  type RenderRequest,
  renderLimits,
  type Viewport,
} from '../../../render/index.ts';

type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What they ask for. Values that are none: `input/invalid`. */
export function readRenderQuery(query: unknown): Omit<RenderRequest, 'format' | 'frame'> {
  const { window, viewport, quality, annotation, iccprofile } = query as Query;
  return {
    ...(window !== undefined && { window: readWindow(String(window)) }),
    ...(viewport !== undefined && { viewport: readViewport(String(viewport)) }),
    ...(quality !== undefined && { quality: readQuality(String(quality)) }),
    ...(annotation !== undefined && { annotation: readAnnotation(String(annotation)) }),
    ...(iccprofile !== undefined && readProfile(String(iccprofile))),
  };
}

/** The same in the words of WADO-URI (PS3.18 9.5.1.2). */
export function readUriQuery(query: unknown): Omit<RenderRequest, 'format'> {
  const { frameNumber, windowCenter, windowWidth, imageQuality, rows, columns } = query as Query;
  const { annotation, imageAnnotation, iccprofile, region } = query as Query;
  const marks = annotation ?? imageAnnotation;
  const hasWindow = windowCenter !== undefined || windowWidth !== undefined;
  const hasSize = rows !== undefined || columns !== undefined;
  // Where one side is missing the other one decides alone.
  const widest = renderLimits.pictureSide;
  return {
    ...readRenderQuery({
      ...(hasWindow && { window: `${windowCenter},${windowWidth}` }),
      ...(hasSize && { viewport: `${columns ?? widest},${rows ?? widest}` }),
      ...(imageQuality !== undefined && { quality: imageQuality }),
      ...(marks !== undefined && { annotation: marks }),
      ...(iccprofile !== undefined && { iccprofile }),
    }),
    ...(region !== undefined && { region: readRegion(String(region)) }),
    ...(frameNumber !== undefined && { frame: readFrameNumber(String(frameNumber)) }),
  };
}

/** Left, top, right and bottom in fractions of the image (PS3.18 9.5.1.2.5). */
function readRegion(text: string): Region {
  const numbers = text.split(',').map(numberOf);
  const [left, top, right, bottom] = numbers as number[];
  const isWithin =
    numbers.length === 4 && numbers.every((each) => each !== undefined && each >= 0 && each <= 1);
  if (isWithin && left! < right! && top! < bottom!)
    return { left: left!, top: top!, right: right!, bottom: bottom! };
  throw invalid('region', 'the left, top, right and bottom of a part, in fractions of the image from 0 to 1');
}

function readFrameNumber(text: string): number {
  const number = numberOf(text);
  if (number === undefined || number < 1 || !Number.isInteger(number))
    throw invalid('frameNumber', 'a number from 1');
  return number - 1;
}

const pictureParameters = ['annotation', 'iccprofile'];

/** What is understood, by kind of resource; `accept` everywhere (PS3.18 8.3.3.1). */
export const understood = {
  rendered: [...pictureParameters, 'accept', 'window', 'viewport', 'quality'],
  thumbnail: ['accept', 'viewport'],
  video: ['accept'],
} as const;

const uriParameters = ['requestType', 'studyUID', 'seriesUID', 'objectUID', 'contentType', 'anonymize'];

/** The same of WADO-URI (PS3.18 9.1.2), by what is given. */
export const understoodByUri = {
  file: [...uriParameters, 'transferSyntax'],
  video: uriParameters,
  picture: [
    ...[...uriParameters, ...pictureParameters],
    ...['frameNumber', 'windowCenter', 'windowWidth', 'imageQuality', 'imageAnnotation'],
    ...['rows', 'columns', 'region'],
  ],
} as const;

/** Names that are repeated in a warning. */
const TOLD_AT_MOST = 16;

/** Parameters that change nothing here, to be told in a warning (PS3.18 8.3.5). Only names that fit in a header. */
export function ignoredParameters(query: unknown, known: readonly string[]): readonly string[] {
  const others = Object.keys(query as Query).filter((name) => !known.includes(name));
  return others.filter((name) => /^[\w.-]{1,64}$/.test(name)).slice(0, TOLD_AT_MOST);
}

/** PS3.18 8.3.5.1.1. */
function readAnnotation(text: string): readonly AnnotationKind[] {
  const kinds = annotationKinds.filter((kind) => text.split(',').some((each) => each.trim() === kind));
  if (kinds.length === 0) throw invalid('annotation', 'patient, technique, or both with a comma');
  return kinds;
}

const profiles = {
  no: {},
  yes: { colourProfile: 'own' },
  srgb: { colourProfile: 'srgb' },
  adobergb: { colourProfile: 'adobergb' },
  rommrgb: { colourProfile: 'rommrgb' },
} as const;

/** PS3.18 8.3.5.1.5. */
function readProfile(text: string): Pick<RenderRequest, 'colourProfile'> {
  if (Object.hasOwn(profiles, text)) return profiles[text as keyof typeof profiles];
  throw invalid('iccprofile', 'no, yes, srgb, adobergb or rommrgb');
}

const functions = { linear: 'LINEAR', 'linear-exact': 'LINEAR_EXACT', sigmoid: 'SIGMOID' } as const;

/** Center, width and shape (PS3.18 8.3.5.1.4). */
function readWindow(text: string): NonNullable<RenderRequest['window']> {
  const [center, width, shape = 'linear', ...more] = text.split(',');
  const [at, wide] = [center, width].map((each) => numberOf(each));
  const form = functions[shape.trim().toLowerCase() as keyof typeof functions];
  if (at === undefined || wide === undefined || wide <= 0 || !form || more.length > 0)
    throw invalid('window', 'a center, a width above 0, and linear, linear-exact or sigmoid');
  return { center: at, width: wide, function: form };
}

/** Width and height to fit in, and the part of the image to show (PS3.18 8.3.5.1.3). */
export function readViewport(text: string): Viewport {
  const pieces = text
    .split(',')
    .map((each) => (each.trim() === '' ? undefined : (numberOf(each) ?? Number.NaN)));
  const [width, height, left = 0, top = 0, across, down] = pieces;
  const known = pieces.filter((each) => each !== undefined);
  if (known.some((each) => Number.isNaN(each)) || !isSize(width) || !isSize(height) || pieces.length > 6)
    throw invalid('viewport', 'a width and a height from 1, and the left, top, width and height of a part');
  if (pieces.length === 2) return { width, height };
  if (across === 0 || down === 0) throw invalid('viewport', 'a part that is not empty');
  const region = {
    left,
    top,
    // Negative sizes turn the part over; missing ones reach to the edge.
    width: Math.abs(across ?? EDGE),
    height: Math.abs(down ?? EDGE),
    flipsHorizontally: (across ?? 1) < 0,
    flipsVertically: (down ?? 1) < 0,
  };
  return { width, height, region };
}

/** Beyond the edge of every image. */
const EDGE = 0x10000;

const isSize = (value: number | undefined): value is number =>
  value !== undefined && Math.round(value) === value && value >= 1;

function readQuality(text: string): number {
  const quality = numberOf(text);
  if (quality === undefined || quality < 1 || quality > 100)
    throw invalid('quality', 'a number from 1 to 100');
  return Math.round(quality);
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,3})?\s*$/i.test(text)
    ? Number(text)
    : undefined;
}

const invalid = (name: string, what: string): IsocenterError =>
  new IsocenterError('input/invalid', { reason: `The parameter ${name} is ${what}.` });
