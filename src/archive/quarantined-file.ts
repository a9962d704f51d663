/** A file in quarantine, and what its note and its first bytes tell of it. */
import { IsocenterError } from '../base/index.ts';
import type { QuarantinedFile } from '../contract/index.ts';
import { type Dataset, parseFile, type Tag, tags } from '../dicom/index.ts';
import { type BlobStat, type FileStore, QUARANTINE } from '../store/index.ts';
import { type PrivateInformation, readPrivateInformation } from './file-meta.ts';
import { type ReadNote, readQuarantineNote } from './quarantine-note.ts';

/** Looked at of each, bytes: more than what stands before the pixels of most. */
const LOOKED_AT = 128 * 1024;

export interface Examined {
  readonly key: string;
  readonly file: QuarantinedFile;
  readonly note: ReadNote | undefined;
  /** What we wrote in front of it. */
  readonly written: PrivateInformation | undefined;
  /** Its elements as far as they can be read. */
  readonly dataset: Dataset | undefined;
}

/** @throws IsocenterError `archive/not-found` */
export async function examine(store: FileStore, id: string): Promise<Examined> {
  const key = `${QUARANTINE}/${id}`;
  const stat = store.stat(key);
  if (!stat) throw new IsocenterError('archive/not-found', { what: `file in quarantine: ${id}` });
  const [note, read] = [await readQuarantineNote(store, key), await readBeginning(store, key)];
  const written = read && readPrivateInformation(read.meta);
  const file = { id, ...whyOf(note, written, stat), ...originOf(written), ...saidBy(read?.dataset) };
  return { key, note, written, dataset: read?.dataset, file };
}

async function readBeginning(
  store: FileStore,
  key: string,
): Promise<{ meta: Dataset; dataset: Dataset } | undefined> {
  const chunks = await Array.fromAsync(store.read(key, { end: LOOKED_AT }), (chunk) => Buffer.from(chunk));
  try {
    const { meta, dataset } = parseFile(Buffer.concat(chunks), { tolerant: true });
    return [...dataset].length > 0 ? { meta, dataset } : undefined;
  } catch {
    // It is damaged, or was never DICOM: there is nothing to tell of it.
    return undefined;
  }
}

function whyOf(
  note: ReadNote | undefined,
  written: PrivateInformation | undefined,
  { size, modified }: BlobStat,
) {
  const place = note?.key.split('/')[0];
  return {
    kind: kindOf(place, written),
    code: note?.code ?? written?.refused?.code ?? null,
    reason: note?.reason ?? '',
    key: note && place !== 'incoming' ? note.key : null,
    size,
    quarantinedAt: note?.quarantined || modified.toISOString(),
  };
}

function kindOf(place: string | undefined, written: PrivateInformation | undefined): QuarantinedFile['kind'] {
  if (written?.refused) return 'refused';
  if (place === 'incoming') return 'unfinished';
  if (place === 'studies' || place === 'files') return 'stored';
  return place === 'records' ? 'record' : 'other';
}

function originOf(written: PrivateInformation | undefined): Pick<QuarantinedFile, 'origin'> {
  if (!written) return { origin: null };
  const { via, sender, address, receivedAt } = written.origin;
  return { origin: { via, sender, address, receivedAt } };
}

function saidBy(dataset: Dataset | undefined) {
  const text = (tag: Tag) => dataset?.string(tag) ?? null;
  return {
    patientName: text(tags.PatientName),
    patientId: text(tags.PatientID),
    studyInstanceUid: text(tags.StudyInstanceUID),
    studyDate: text(tags.StudyDate),
    studyDescription: text(tags.StudyDescription),
    modality: text(tags.Modality),
    sopInstanceUid: text(tags.SOPInstanceUID),
  };
}
