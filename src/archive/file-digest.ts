import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { parseFileHead } from '../dicom/index.ts';
import type { DiscFile } from '../media/index.ts';
import { InputFile } from './input-file.ts';

/**
 * SHA-256 over the data set of a DICOM file outside of the archive, lower-case hex, as the archive has it of its own;
 * undefined for what is no readable DICOM file.
 */
export async function dataSetDigest(path: string, content?: DiscFile): Promise<string | undefined> {
  try {
    if (content) return await digestOfFile(await InputFile.open(path, content.size, content));
    const info = await lstat(path);
    return info.isFile() ? await digestOfFile(await InputFile.open(path, info.size)) : undefined;
  } catch {
    return undefined;
  }
}

async function digestOfFile(opened: InputFile): Promise<string | undefined> {
  await using file = opened;
  const first = await file.read();
  const head = parseFileHead(first, file.atEnd);
  if (typeof head === 'number') return undefined;
  const sha256 = createHash('sha256').update(first.subarray(head.dataSetOffset));
  while (!file.atEnd) sha256.update(await file.read());
  return sha256.digest('hex');
}
