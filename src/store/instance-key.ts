import { createHash } from 'node:crypto';

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
  if (studyUid !== lastStudyUid) {
    lastFolder = `studies/${createHash('sha256').update(studyUid).digest('hex').slice(0, 2)}/${studyUid}`;
    lastStudyUid = studyUid;
  }
  return lastFolder;
}

// A sender sends one study after the other: remembering the last one saves almost every hash.
let lastStudyUid = '';
let lastFolder = '';

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
