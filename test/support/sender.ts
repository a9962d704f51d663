import { createHash } from 'node:crypto';
import { Dataset, parseDataset, type Tag, tags, writeDataset } from '../../src/dicom/index.ts';
import { type ClientAssociation, connect, statuses } from '../../src/dimse/index.ts';
import { type CorpusInstance, transferSyntaxes } from './corpus.ts';
import type { DicomPeer } from './dcmtk.ts';

const STUDY_ROOT_FIND = '1.2.840.10008.5.1.4.1.2.2.1';
const sopClasses = ['1.2.840.10008.5.1.4.1.1.4', '1.2.840.10008.5.1.4.1.1.2'];

/** One content that was sent: its identity, and the digest of the bytes that travelled. */
export interface Content {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  /** SHA-256 of the data set, lower-case hex. */
  readonly sha256: string;
}

/** An instance as it travels: its data set alone, in its transfer syntax. */
export function encodeDataSet({ dataset, transferSyntaxUid }: CorpusInstance): Uint8Array {
  return writeDataset(dataset, transferSyntaxUid);
}

export function contentOf(instance: CorpusInstance, dataSet: Uint8Array): Content {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = instance;
  const sha256 = createHash('sha256').update(dataSet).digest('hex');
  return { studyInstanceUid, seriesInstanceUid, sopInstanceUid, sha256 };
}

export function callPeer(peer: DicomPeer, callingAeTitle: string): Promise<ClientAssociation> {
  return connect({
    host: peer.host ?? '127.0.0.1',
    port: peer.port,
    callingAeTitle,
    calledAeTitle: peer.aet,
    contexts: [...sopClasses, STUDY_ROOT_FIND].map((abstractSyntax) => ({
      abstractSyntax,
      transferSyntaxes: [transferSyntaxes.explicitVrLittleEndian],
    })),
  });
}

const ignore = (): void => {};

/** What became of what was sent. */
export interface Delivered {
  /** Got Success. */
  readonly acknowledged: Content[];
  /** Got another status, or no answer any more. */
  readonly refused: { readonly content: Content; readonly status: number | undefined }[];
}

/**
 * Sends over one association, one after the other, and ends when the peer goes away. `delivered` grows while it
 * runs: what is in `acknowledged` was promised, whatever happens next.
 */
export async function sendInstances(
  peer: DicomPeer,
  callingAeTitle: string,
  instances: Iterable<CorpusInstance>,
  delivered: Delivered = { acknowledged: [], refused: [] },
  onAcknowledged: (content: Content) => void = ignore,
): Promise<Delivered> {
  const association = await callPeer(peer, callingAeTitle).catch(() => undefined);
  for (const instance of association ? instances : []) {
    const dataSet = encodeDataSet(instance);
    const content = contentOf(instance, dataSet);
    const answer = await association!.store({ ...instance, dataSet }).catch(() => undefined);
    if (answer?.status === statuses.success) {
      delivered.acknowledged.push(content);
      onAcknowledged(content);
    } else delivered.refused.push({ content, status: answer?.status });
    if (!answer) return delivered;
  }
  await association?.release().catch(() => association.abort());
  return delivered;
}

/** SOP Instance UIDs that C-FIND answers for the series of each content. */
export async function findInstances(peer: DicomPeer, contents: readonly Content[]): Promise<Set<string>> {
  const association = await callPeer(peer, 'FINDER');
  const found = new Set<string>();
  const series = new Map(contents.map((content) => [content.seriesInstanceUid, content]));
  for (const { studyInstanceUid, seriesInstanceUid } of series.values()) {
    const identifier = Dataset.of({
      QueryRetrieveLevel: 'IMAGE',
      StudyInstanceUID: studyInstanceUid,
      SeriesInstanceUID: seriesInstanceUid,
      SOPInstanceUID: '',
    });
    for await (const uid of answersOf(association, identifier, tags.SOPInstanceUID)) found.add(uid);
  }
  await association.release();
  return found;
}

async function* answersOf(
  association: ClientAssociation,
  identifier: Dataset,
  tag: Tag,
): AsyncGenerator<string> {
  for await (const match of association.find({ sopClassUid: STUDY_ROOT_FIND, identifier })) {
    yield parseDataset(match.identifier, match.transferSyntaxUid).string(tag) ?? '';
  }
}
