/** Lines of text in the corners of a picture, by libvips and a font that comes along: servers often have none. */
import { fileURLToPath } from 'node:url';
import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import { escapedXml } from '../dicom/index.ts';
import type { Annotation } from './annotation.ts';

const FONT = 'DejaVu Sans';
/** Of the letters, in pixels: a fortieth of the height, as far as it can be read and leaves something to be seen. */
const LETTER = { share: 1 / 40, smallest: 8, largest: 32 } as const;
/** At 72 dots an inch a point is a pixel. */
const DPI = 72;

export async function annotated(image: Sharp, { left, right }: Annotation): Promise<Sharp> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const corners = [
    [left, 'northwest'],
    [right, 'northeast'],
  ] as const;
  const texts: OverlayOptions[] = [];
  for (const [lines, gravity] of corners)
    if (lines.length > 0) texts.push({ input: await textImage(lines, width, height), gravity });
  const drawn = sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
  const flat = await drawn.composite(texts).removeAlpha().png({ compressionLevel: 0 }).toBuffer();
  return channels === 1 ? sharp(flat).toColourspace('b-w') : sharp(flat).toColourspace('srgb');
}

/** White on half transparent black; half the width at most, so that corners do not meet. */
function textImage(lines: readonly string[], width: number, height: number): Promise<Buffer> {
  const size = Math.round(Math.max(LETTER.smallest, Math.min(LETTER.largest, height * LETTER.share)));
  const text = lines.map((line) => escapedXml(line.replace(/\s+/g, ' '))).join('\n');
  const markup = `<span foreground="white" background="#000000" background_alpha="50%">${text}</span>`;
  const fontfile = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
  return sharp({ text: { text: markup, font: `${FONT} ${size}`, fontfile, rgba: true, dpi: DPI } })
    .resize({
      ...{ width: Math.max(1, width >> 1), height, fit: 'inside', withoutEnlargement: true },
    })
    .png()
    .toBuffer();
}
