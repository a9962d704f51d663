/** Pictures as files: JPEG, PNG, GIF, by sharp (libvips). */
import sharp, { type Sharp } from 'sharp';
import { IsocenterError } from '../base/index.ts';
import { type Frame, type Picture, padded } from '../pixels/index.ts';
import { annotated } from './draw-text.ts';
import { encodeGreyGif } from './grey-gif.ts';
import { converted, outputProfile, srgbProfile, withProfile } from './icc/index.ts';
import type { ColourProfile, Look, Viewport } from './tasks.ts';
import { turboJpeg } from './turbo-jpeg.ts';

// A thread of ours does one picture at a time; the results are never asked for twice.
sharp.concurrency(1);
sharp.cache(false);

/** Deflate level: higher ones take twice as long for a twentieth less. */
const PNG_LEVEL = 1;
/** Tables made for the one image save a few per cent and take as long as the rest. */
const jpegSpeed = { optimiseCoding: false } as const;
/** Of frames that are compressed as JPEG, on the scale of libjpeg. */
const FRAME_QUALITY = 90;

/** How a picture is laid out. */
export type Layout = Pick<Look, 'viewport' | 'annotation'>;

export async function encodePicture(
  picture: Picture,
  layout: Layout,
  format: 'jpeg' | 'png',
  quality: number,
): Promise<Uint8Array> {
  const isPlain = !layout.viewport && !layout.annotation;
  const quick = format === 'jpeg' && isPlain ? turboJpeg(picture, quality) : undefined;
  if (quick) return owned(quick);
  const image = await laidOut(picture, layout);
  const coded =
    format === 'png' ? image.png({ compressionLevel: PNG_LEVEL }) : image.jpeg({ quality, ...jpegSpeed });
  return owned(await coded.toBuffer());
}

/** The same, with a profile of its colours. */
export async function encodeColours(
  picture: Picture,
  layout: Layout,
  format: 'jpeg' | 'png',
  quality: number,
  { own, target }: ColourProfile,
): Promise<Uint8Array> {
  const [seen, profile] = await inTarget(picture, own, target);
  const bytes = await encodePicture(seen, layout, format, quality);
  return owned(withProfile(bytes, format, profile));
}

/** The picture in the colours that are asked for, and their profile. */
async function inTarget(
  picture: Picture,
  own: Uint8Array | undefined,
  target: ColourProfile['target'],
): Promise<[Picture, Uint8Array]> {
  if (target === 'own') return [picture, own ?? (await srgbProfile())];
  if (target === 'srgb') return [own ? await toSrgb(picture, own) : picture, await srgbProfile()];
  const profile = outputProfile(target);
  return [{ ...picture, pixels: await converted(pipeline(picture), own, profile) }, profile];
}

async function toSrgb(picture: Picture, profile: Uint8Array): Promise<Picture> {
  const plain = await pipeline(picture).png({ compressionLevel: 0 }).toBuffer();
  const data = await sharp(withProfile(plain, 'png', profile))
    .toColourspace('srgb')
    .raw()
    .toBuffer();
  return { ...picture, pixels: data };
}

/** The picture as it is laid out, not encoded. */
export async function fitted(picture: Picture, layout: Layout): Promise<Picture> {
  if (!layout.viewport && !layout.annotation) return { ...picture, pixels: owned(picture.pixels) };
  const image = await laidOut(picture, layout);
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  const channels = info.channels === 1 ? 1 : 3;
  return { width: info.width, height: info.height, channels, pixels: owned(data) };
}

/** Browsers slow down what is quicker. */
const SHORTEST_MS = 20;

/** All of one size. */
export async function encodeGif(cells: readonly Picture[], delayMs: number): Promise<Uint8Array> {
  const [first] = cells;
  if (!first) throw new IsocenterError('pixels/none');
  const shownMs = Math.max(SHORTEST_MS, Math.round(delayMs));
  if (first.channels === 1) return encodeGreyGif(cells, shownMs);
  const images = cells.map(({ width, height, channels, pixels }) => {
    return {
      input: Buffer.from(pixels.buffer, pixels.byteOffset, pixels.length),
      raw: { width, height, channels },
    };
  });
  const joined = Buffer.concat(images.map(({ input }) => input));
  const { width, height, channels } = first;
  const raw = { width, height: height * cells.length, channels, pageHeight: height };
  const delay = cells.map(() => shownMs);
  return owned(await sharp(joined, { raw, limitInputPixels: false }).gif({ delay, loop: 0 }).toBuffer());
}

/** Baseline, of 8 bits. Others: `pixels/unsupported`. */
export async function encodeJpeg({ image, bytes }: Frame): Promise<Uint8Array> {
  const { bitsAllocated, samplesPerPixel, isSigned, rows, columns } = image;
  const isKnown = bitsAllocated === 8 && !isSigned && (samplesPerPixel === 1 || samplesPerPixel === 3);
  if (!isKnown)
    throw new IsocenterError('pixels/unsupported', { what: 'JPEG of other than 8-bit grey or RGB' });
  const channels = samplesPerPixel === 1 ? 1 : 3;
  const picture = { width: columns, height: rows, channels, pixels: bytes } as const;
  return padded(await encodePicture(picture, {}, 'jpeg', FRAME_QUALITY));
}

function pipeline({ width, height, channels, pixels }: Picture): Sharp {
  const image = sharp(Buffer.from(pixels.buffer, pixels.byteOffset, pixels.length), {
    raw: { width, height, channels },
    // The limits of pixels/ were kept.
    limitInputPixels: false,
  });
  return channels === 1 ? image.toColourspace('b-w') : image;
}

async function laidOut(picture: Picture, { viewport, annotation }: Layout): Promise<Sharp> {
  const image = arranged(pipeline(picture), viewport);
  return annotation ? annotated(image, annotation) : image;
}

function arranged(image: Sharp, viewport: Viewport | undefined): Sharp {
  if (!viewport) return image;
  const { region, width, height } = viewport;
  const part = region ? image.extract(region) : image;
  const flipped = part.flip(region?.flipsVertically ?? false).flop(region?.flipsHorizontally ?? false);
  return flipped.resize({ width, height, fit: 'inside' });
}

/** Memory of a pool, or of libvips, cannot be handed to another thread. */
const owned = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);
