/** Makes of a parcel what is sent: the file itself, or a zip of those that hold images. */
import { zipSync } from 'fflate';
import { type Content, contentOf, headOf } from './content.ts';
import type { FoundFile } from './found-files.ts';
import { keyOf } from './key.ts';
import type { FileResult } from './outcomes.ts';
import type { Parcel } from './parcels.ts';

export interface Packed {
  /** Undefined when nothing of it is worth sending. */
  readonly blob: Blob | undefined;
  readonly name: string;
  /** The same for the same content at the same path. */
  readonly key: string;
  /** By the path that the archive tells of them. */
  readonly files: ReadonlyMap<string, FoundFile>;
  /** What became already of those that are not sent. */
  readonly results: readonly FileResult[];
}

export async function pack({ files }: Parcel): Promise<Packed> {
  const [first, ...others] = files;
  return others.length === 0 && first.file.size > 0 ? await alone(first) : await together(files);
}

/** The most that the metadata of an upload takes: src/http/rest/uploads.ts. */
const longestName = 255;

async function alone(found: FoundFile): Promise<Packed> {
  const name = found.path.slice(-longestName);
  const head = await looked(found, () => headOf(found.file));
  if (!(head instanceof Uint8Array))
    return { blob: undefined, name, key: '', files: new Map(), results: [head] };
  const results = notSent(found, await contentOf(found.file, head));
  const blob = results.length === 0 ? found.file : undefined;
  const { size, lastModified } = found.file;
  const key = keyOf([found.path, size, lastModified, String.fromCharCode(...head)].join('\n'));
  return { blob, name, key, files: new Map([[name, found]]), results };
}

async function together(found: readonly FoundFile[]): Promise<Packed> {
  const name = folderOf(found);
  const members = Object.create(null) as Record<string, Uint8Array>;
  const files = new Map<string, FoundFile>();
  const results: FileResult[] = [];
  for await (const [one, bytes] of readInOrder(found)) {
    if (!(bytes instanceof Uint8Array)) {
      results.push(bytes);
      continue;
    }
    const told = notSent(one, await contentOf(one.file, bytes));
    results.push(...told);
    if (told.length > 0) continue;
    const member = freeName(members, memberName(one.path, name));
    members[member] = bytes;
    files.set(`${name}/${member}`, one);
  }
  // Images are packed already, or gain little for what it costs.
  const zip = files.size === 0 ? undefined : zipSync(members, { level: 0, mtime: anyTime });
  const key = zip ? keyOf(`${name}\n${directoryOf(zip)}`) : '';
  return { blob: zip && new Blob([zip]), name, key, files, results };
}

/** Files that are read at once: a browser takes a millisecond for each, however small it is. */
const readAtOnce = 16;

async function* readInOrder(
  found: readonly FoundFile[],
): AsyncGenerator<readonly [FoundFile, Uint8Array | FileResult], void, void> {
  for (let at = 0; at < found.length; at += readAtOnce) {
    const some = found.slice(at, at + readAtOnce);
    const read = some.map((one) => looked(one, async () => new Uint8Array(await one.file.arrayBuffer())));
    for (const [index, bytes] of (await Promise.all(read)).entries()) yield [some[index]!, bytes];
  }
}

/** What the images say of themselves is what counts. */
const anyTime = '1980-01-01T12:00:00';

/** Names, lengths and checksums of all that is in it. APPNOTE.TXT 4.3.12 and 4.3.16 */
function directoryOf(zip: Uint8Array): string {
  const { buffer, byteOffset, byteLength } = zip;
  const begin = new DataView(buffer, byteOffset).getUint32(byteLength - 22 + 16, true);
  return Array.from(zip.subarray(begin), (byte) => String.fromCharCode(byte)).join('');
}

/** A sector that cannot be read is the trouble of one file. */
async function looked<Result>(
  { path }: FoundFile,
  look: () => Promise<Result>,
): Promise<Result | FileResult> {
  try {
    return await look();
  } catch (error) {
    return { path, outcome: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
  }
}

function notSent({ path, file }: FoundFile, content: Content): FileResult[] {
  if (content === 'dicom' || content === 'container') return [];
  if (content === 'index') return [{ path, outcome: 'index' }];
  return [{ path, outcome: 'not-dicom', ...(file.size > 0 && { file }) }];
}

/** What their paths begin with, so that the archive tells of them by the paths that they have here. */
function folderOf([first]: readonly FoundFile[]): string {
  const path = first?.path ?? '';
  const folder = path.includes('/') ? path.slice(0, path.indexOf('/')) : 'files';
  return folder.slice(-longestName);
}

/** A zip has `/` only between folders, and no way out. */
const memberName = (path: string, folder: string): string =>
  (path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path)
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => (/^(\.*|__proto__)$/.test(part) ? '_' : part))
    .join('/')
    .replace(/^[A-Za-z]:/, '_');

function freeName(taken: Readonly<Record<string, unknown>>, wanted: string): string {
  let name = wanted;
  for (let number = 2; name in taken; number++) name = `${wanted} (${number})`;
  return name;
}
