/** What the DICOMDIR of a disc (PS3.3 F.3) names and what is not there. */
import { parseFile, tags } from '../../../src/dicom/index.ts';
import type { FoundFile } from './found-files.ts';
import type { FileResult } from './outcomes.ts';

/** About 100,000 records. A larger one is not read: its images are found without it. */
const longestIndex = 256 * 2 ** 20;

/**
 * @param paths of all files that were found
 * @returns nothing for an index that cannot be read: it says nothing that the images do not
 */
export async function missingFrom(
  { file, path }: FoundFile,
  paths: readonly string[],
): Promise<FileResult[]> {
  if (file.size > longestIndex) return [];
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const there = new Set(paths.filter((each) => each.startsWith(folder)).map((each) => plain(each)));
  const named = namedIn(new Uint8Array(await file.arrayBuffer())).map((id) => folder + id);
  return [...new Set(named)]
    .filter((each) => !there.has(plain(each)))
    .map((each) => ({ path: each, outcome: 'missing' }));
}

function namedIn(bytes: Uint8Array): string[] {
  try {
    const { dataset } = parseFile(bytes, { tolerant: true });
    return dataset
      .items(tags.DirectoryRecordSequence)
      .map((record) => record.strings(tags.ReferencedFileID).filter((part) => part !== ''))
      .filter((parts) => parts.length > 0)
      .map((parts) => parts.join('/'));
  } catch {
    // See the description.
    return [];
  }
}

/** As names of discs are compared: case, a point at the end and the version (ECMA-119 7.5.1) say nothing. */
const plain = (path: string): string =>
  path
    .split('/')
    .map((part) => part.replace(/;\d+$/, '').replace(/\.$/, '').toLowerCase())
    .join('/');
