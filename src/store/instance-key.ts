import { hash } from 'node:crypto';

/**
 * Where an instance lies in a file tree: `studies/<2 hex>/<study>/<series>/<sop>.dcm`. The two hex digits spread
 * studies over 256 folders. The only place that makes a path from UIDs; everybody else reads an item's location.
 * `variant` (the start of a digest) keeps the versions of one identity apart.
 */
export function instanceKey(studyUid: string, seriesUid: string, sopUid: string, variant = ''): string {
  const suffix = variant === '' ? '' : `~${variant}`;
  return `${studyFolder(studyUid)}/${seriesUid}/${sopUid}${suffix}.dcm`;
}

/** The folder that holds everything of a study. */
export function studyFolder(studyUid: string): string {
  const known = folders.get(studyUid);
  if (known !== undefined) return known;
  const folder = `studies/${hash('sha256', studyUid, 'hex').slice(0, 2)}/${studyUid}`;
  if (folders.size >= MAX_KNOWN_FOLDERS) folders.clear();
  folders.set(studyUid, folder);
  return folder;
}

/** Each sender sends one study after the other: remembering theirs saves almost every hash. */
const folders = new Map<string, string>();
const MAX_KNOWN_FOLDERS = 256;

/** Whether this is another version of an identity, beside the first one. */
export function isVariantKey(key: string): boolean {
  return key.lastIndexOf('~') > key.lastIndexOf('/');
}

/** The identity a key was made from; empty strings where it was made otherwise. */
export function identityOfKey(key: string): {
  studyInstanceUid: string;
  seriesInstanceUid: string;
  sopInstanceUid: string;
} {
  const [, , studyInstanceUid = '', seriesInstanceUid = '', file = ''] = key.split('/');
  const [sopInstanceUid = ''] = file.replace(/\.dcm$/, '').split('~');
  return { studyInstanceUid, seriesInstanceUid, sopInstanceUid };
}
