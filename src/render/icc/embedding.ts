/** What colours mean, in pictures (PS3.18 8.3.5.1.5): ICC profiles in JPEG (ICC.1 annex B.4) and PNG (11.3.2.3). */
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

let srgb: Promise<Uint8Array> | undefined;

/** The profile of sRGB, as libvips has it. */
export function srgbProfile(): Promise<Uint8Array> {
  srgb ??= makeSrgbProfile();
  return srgb;
}

async function makeSrgbProfile(): Promise<Uint8Array> {
  const black = sharp({ create: { width: 1, height: 1, channels: 3, background: '#000000' } });
  const { icc } = await sharp(await black.withIccProfile('srgb').png().toBuffer()).metadata();
  return Uint8Array.from(icc!);
}

export function withProfile(picture: Uint8Array, format: 'jpeg' | 'png', profile: Uint8Array): Uint8Array {
  return format === 'jpeg' ? inJpeg(picture, profile) : inPng(picture, profile);
}

/** Bytes of a profile in one APP2 segment. */
const JPEG_CHUNK = 65_519;

/** Behind the start of image: numbered segments APP2. */
function inJpeg(picture: Uint8Array, profile: Uint8Array): Uint8Array {
  const count = Math.ceil(profile.length / JPEG_CHUNK);
  const segments = Array.from({ length: count }, (_, at) => {
    const chunk = profile.subarray(at * JPEG_CHUNK, (at + 1) * JPEG_CHUNK);
    const head = Buffer.alloc(18);
    head.writeUInt16BE(0xffe2, 0);
    head.writeUInt16BE(16 + chunk.length, 2);
    head.write('ICC_PROFILE\0', 4, 'latin1');
    head[16] = at + 1;
    head[17] = count;
    return Buffer.concat([head, chunk]);
  });
  return Buffer.concat([picture.subarray(0, 2), ...segments, picture.subarray(2)]);
}

/** Signature and IHDR. */
const PNG_HEAD = 33;

/** A chunk iCCP behind the header. */
function inPng(picture: Uint8Array, profile: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from('iCCPICC profile\0\0', 'latin1'), deflateSync(profile)]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([picture.subarray(0, PNG_HEAD), length, body, sum, picture.subarray(PNG_HEAD)]);
}
