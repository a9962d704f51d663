/** From the colours of one profile to those of another, by Little CMS in libvips. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { withProfile } from './embedding.ts';

/**
 * The pixels of a picture in three channels of 8 bits, converted at once and not by way of a smaller space.
 * @param from what its colours mean; sRGB when undefined.
 */
export async function converted(
  picture: Sharp,
  from: Uint8Array | undefined,
  to: Uint8Array,
): Promise<Uint8Array> {
  const plain = await picture.png({ compressionLevel: 0 }).toBuffer();
  // The profile that is ignored on the way in, where it would lead to sRGB, counts on the way out.
  const image = sharp(from ? withProfile(plain, 'png', from) : plain, {
    ignoreIcc: true,
    limitInputPixels: false,
  });
  // libvips takes profiles as files.
  const folder = await mkdtemp(join(tmpdir(), 'isocenter-icc-'));
  try {
    const file = join(folder, 'to.icc');
    await writeFile(file, to);
    return await image.withIccProfile(file).raw().toBuffer();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
