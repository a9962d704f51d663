/**
 * Images that hold whole sectors as they are on a CD, 2352 bytes each (.bin): synchronisation, address, contents, error
 * correction. ECMA-130 14; mode 2 has a subheader (CD-ROM XA, form 1 of 2048 bytes).
 */
import { IsocenterError } from '../../base/index.ts';
import { type ByteSource, checkRange, readBytes } from './byte-source.ts';

const RAW_SECTOR = 2352;
/** Of a sector of files. */
export const SECTOR = 2048;
/** ECMA-130 14.2: 00, ten times FF, 00. */
const SYNCHRONISATION = Buffer.from('00ffffffffffffffffffff00', 'hex');
const MODE_AT = 15;
/** Where the contents begin, by mode. */
const contentsAt: Readonly<Record<number, number>> = { 1: 16, 2: 24 };
const SUBMODE_AT = 18;
/** Form 2 has 2324 bytes without error correction: music and film, never a file of data. */
const FORM_2 = 0x20;
/** Raw sectors read at once. */
const AT_ONCE = 128;

/** Whether an image has whole sectors. */
export async function hasRawSectors(source: ByteSource): Promise<boolean> {
  if (source.size < RAW_SECTOR) return false;
  const head = await readBytes(source, 0, MODE_AT + 1);
  const isRaw = head.subarray(0, SYNCHRONISATION.length).equals(SYNCHRONISATION);
  return isRaw && contentsAt[head[MODE_AT]!] !== undefined;
}

/** The contents of sectors; an image without whole ones consists of nothing else. */
export function contentsOfSectors(source: ByteSource, isRaw: boolean): ByteSource {
  return isRaw ? new RawSectors(source) : source;
}

class RawSectors implements ByteSource {
  readonly size: number;
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    this.#source = source;
    this.size = Math.floor(source.size / RAW_SECTOR) * SECTOR;
  }

  async fill(target: Uint8Array, position: number): Promise<void> {
    checkRange(this, position, target.length);
    for (let filled = 0; filled < target.length; ) {
      const first = Math.floor((position + filled) / SECTOR);
      const skipped = (position + filled) % SECTOR;
      const count = Math.min(AT_ONCE, Math.ceil((skipped + target.length - filled) / SECTOR));
      const raw = await readBytes(this.#source, first * RAW_SECTOR, count * RAW_SECTOR);
      for (let index = 0; index < count; index++) {
        const start = index === 0 ? skipped : 0;
        const contents = contentsOf(raw, index, first + index).subarray(start);
        const part = contents.subarray(0, target.length - filled);
        target.set(part, filled);
        filled += part.length;
      }
    }
  }
}

function contentsOf(raw: Buffer, index: number, sector: number): Buffer {
  const whole = raw.subarray(index * RAW_SECTOR, (index + 1) * RAW_SECTOR);
  const at = contentsAt[whole[MODE_AT]!];
  const isForm2 = at === contentsAt[2] && (whole[SUBMODE_AT]! & FORM_2) !== 0;
  if (at !== undefined && !isForm2) return whole.subarray(at, at + SECTOR);
  throw new IsocenterError('disc/unreadable', {
    position: sector * SECTOR,
    reason: 'these sectors hold sound or film, not files',
  });
}
