import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { HEAD_LENGTH } from '../../src/archive/file-meta.ts';
import type { OpenArchive } from '../../src/archive/index.ts';
import { everything, type Finding, systemActor } from '../../src/contract/index.ts';
import { type BlobStore, instanceKey } from '../../src/store/index.ts';
import type { DicomPeer } from './dcmtk.ts';
import { type Content, findInstances } from './sender.ts';

const LOOKED_UP_AT_ONCE = 256;

/** Acknowledged contents that a running server does not find, or whose bytes are not on the disk, with the reason. */
export async function lostOnServer(
  peer: DicomPeer,
  data: string,
  acknowledged: readonly Content[],
): Promise<string[]> {
  const found = await findInstances(peer, acknowledged);
  return acknowledged.flatMap((content) => {
    if (!found.has(content.sopInstanceUid)) return [`${describe(content)}: not found by C-FIND`];
    return isOnDisk(data, content) ? [] : [`${describe(content)}: no file with these bytes`];
  });
}

/** The same in an archive that is open in this process: the catalog must name a file with these very bytes. */
export async function lostInArchive(
  { parts: { catalog, store } }: OpenArchive,
  acknowledged: readonly Content[],
): Promise<string[]> {
  const lost: string[] = [];
  for (let at = 0; at < acknowledged.length; at += LOOKED_UP_AT_ONCE) {
    const some = acknowledged.slice(at, at + LOOKED_UP_AT_ONCE);
    for (const [index, { current, others }] of (await catalog.lookup(some)).entries()) {
      const content = some[index]!;
      const version = [...(current ? [current] : []), ...others].find(
        ({ sha256 }) => sha256 === content.sha256,
      );
      const [location] = version ? await catalog.locationsOf(version.itemId) : [];
      if (!version) lost.push(`${describe(content)}: not in the catalog`);
      else if (!current) lost.push(`${describe(content)}: no version is current`);
      else if (!location) lost.push(`${describe(content)}: without bytes`);
      else if ((await digestAt(store, location.key)) !== content.sha256)
        lost.push(`${describe(content)}: other bytes`);
    }
  }
  return lost;
}

async function digestAt(store: BlobStore, key: string): Promise<string> {
  return store.exists(key) ? (await store.hash(key, { skip: HEAD_LENGTH })).sha256 : 'no file';
}

/** What `verify` finds wrong, every file read again. */
export async function findings({ archive }: OpenArchive): Promise<Finding[]> {
  const request = { selectors: undefined, quick: false };
  const items = await Array.fromAsync(
    archive.verify(systemActor, everything, request, new AbortController().signal),
  );
  return items.filter((item) => item.kind === 'finding');
}

/** Whether the content lies where its identity belongs, as the first version or beside it. */
function isOnDisk(data: string, content: Content): boolean {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, sha256 } = content;
  const first = path.join(data, instanceKey(studyInstanceUid, seriesInstanceUid, sopInstanceUid));
  if (digestOfFile(first) === sha256) return true;
  const folder = path.dirname(first);
  const names = fs.readdirSync(folder).filter((name) => name.startsWith(`${sopInstanceUid}~`));
  return names.some((name) => digestOfFile(path.join(folder, name)) === sha256);
}

function digestOfFile(file: string): string {
  if (!fs.existsSync(file)) return '';
  return createHash('sha256').update(fs.readFileSync(file).subarray(HEAD_LENGTH)).digest('hex');
}

const describe = ({ seriesInstanceUid, sopInstanceUid, sha256 }: Content): string =>
  `${seriesInstanceUid}/${sopInstanceUid} ${sha256.slice(0, 8)}`;
