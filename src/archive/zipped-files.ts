/** The files of a zip that somebody sent, and what the DICOMDIR of a disc in it names and the zip does not hold. */
import { asIsocenterError } from '../base/index.ts';
import { readDicomdir, readZip, type ZipMember } from '../media/index.ts';

/** Named by an index, and not there: from the root of the zip, `/` between its parts. */
export interface MissingMember {
  readonly missing: string;
}

/** About 100,000 records; a larger one is not followed, and its files are found anyway. */
const MAXIMUM_INDEX = 256 * 1024 * 1024;
const indexName = /(^|\/)DICOMDIR$/i;

/** @throws IsocenterError as `readZip` does */
export async function* zippedFiles(path: string): AsyncGenerator<ZipMember | MissingMember, void, void> {
  const there = new Set<string>();
  const named: string[] = [];
  for await (const member of readZip(path)) {
    there.add(plain(member.path));
    if (indexName.test(member.path) && member.size <= MAXIMUM_INDEX) named.push(...(await namedBy(member)));
    yield member;
  }
  for (const missing of new Set(named)) if (!there.has(plain(missing))) yield { missing };
}

/** Nothing for what cannot be read: it is met once more as a file, and told of then. */
async function namedBy(member: ZipMember): Promise<string[]> {
  const folder = member.path.slice(0, member.path.lastIndexOf('/') + 1);
  try {
    const bytes = Buffer.concat(await Array.fromAsync(member.read()));
    const { records } = readDicomdir(bytes);
    return records.filter(({ fileId }) => fileId.length > 0).map(({ fileId }) => folder + fileId.join('/'));
  } catch (error) {
    if (asIsocenterError(error).code === 'dicom/limit') throw error;
    return [];
  }
}

/** As names of discs are compared: case, a point at the end and the version (ECMA-119 7.5.1) say nothing. */
const plain = (path: string): string =>
  path
    .split('/')
    .map((part) => part.replace(/;\d+$/, '').replace(/\.$/, '').toLowerCase())
    .join('/');
