import { uidEntry } from '../../../src/dicom/index.ts';

/** What an instance of a SOP class is, in the words of the standard (PS3.6 annex A). */
export const kindOf = (sopClassUid: string): string =>
  uidEntry(sopClassUid)?.name.replace(/ Storage( - .*)?$/, '') ?? sopClassUid;
