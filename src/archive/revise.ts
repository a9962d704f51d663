import { IsocenterError } from '../base/index.ts';
import { type Description, extractRecord, patientKeyOf, type Version } from '../catalog/index.ts';
import type { Actor, Origin, Revision, Scope } from '../contract/index.ts';
import { type Dataset, type Header, HeaderParser, parseDataset, writeDataset } from '../dicom/index.ts';
import type { IngestResult } from './committer.ts';
import { decide } from './decide.ts';
import { descriptionOf, originalOf } from './description.ts';
import { encodeHead, HEAD_LENGTH } from './file-meta.ts';
import { localKeyOf, notHere } from './local-location.ts';
import { inherited, originDomain } from './origin-domain.ts';
import type { ArchiveParts } from './parts.ts';
import type { Identity } from './records.ts';
import { readVersionDataSet } from './same-content.ts';
import { readHeader } from './stored-file.ts';

/**
 * Edits an instance: `change` is given its whole data set. What comes of it is current from then on, the content it
 * was made from is kept beside it and `revert` makes it current again. What was not changed stays byte for byte. A
 * PatientID without issuer stays with the house of what it was made from, unless the edit names another.
 * @throws IsocenterError `archive/not-found`, `archive/recall-pending`, `archive/bytes-lost`, `input/invalid` when its
 *   identity would change, `archive/forbidden` when who sees a part of the archive would move the study to another patient.
 */
export async function revise(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  identity: Identity,
  change: (dataset: Dataset) => void,
): Promise<IngestResult> {
  const original = await currentVersion(parts, scope, identity);
  const { transferSyntaxUid } = original;
  const dataset = await readDataset(parts, original);
  const domain = (await descriptionOf(parts, identity, original))?.originDomain;
  change(dataset);
  const bytes = writeDataset(dataset, transferSyntaxUid);
  const result = await commit(parts, actor, scope, identity, { original, domain }, bytes);
  // The same content may have been there before, as a conflict or as an edit that was taken back.
  await makeCurrent(parts, actor, scope, identity, result.sha256);
  return result;
}

/** All contents of an instance that are kept, the oldest first. Throws `archive/not-found`. */
export async function listRevisions(
  parts: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  identity: Identity,
): Promise<Revision[]> {
  const { current, kept } = await keptVersions(parts, scope, identity);
  return await Promise.all(kept.map((version) => revisionOf(parts, version, current)));
}

/** The same with the header of each: everything before its pixel data. Throws `archive/recall-pending`, `archive/bytes-lost`, too. */
export async function compareRevisions(
  parts: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  identity: Identity,
): Promise<{ readonly revision: Revision; readonly header: Header }[]> {
  const { current, kept } = await keptVersions(parts, scope, identity);
  return await Promise.all(
    kept.map(async (version) => ({
      revision: await revisionOf(parts, version, current),
      header: await readHeader(parts.store, await localKeyOf(parts.catalog, version)),
    })),
  );
}

async function keptVersions(
  parts: ArchiveParts,
  scope: Scope,
  identity: Identity,
): Promise<{ readonly current: Version; readonly kept: readonly Version[] }> {
  const current = await currentVersion(parts, scope, identity);
  const [versions] = await parts.catalog.lookup([identity]);
  const all = [current, ...(versions?.others ?? [])];
  const kept = all.filter(({ trashedAt }) => trashedAt === null).sort((a, b) => a.itemId - b.itemId);
  return { current, kept };
}

async function revisionOf(
  { catalog }: ArchiveParts,
  { itemId, sha256, state, receivedAt, size }: Version,
  current: Version,
): Promise<Revision> {
  const madeFrom = (await originalOf(catalog, itemId)) ?? null;
  return { digest: sha256, state, madeFrom, receivedAt, size, current: itemId === current.itemId };
}

/**
 * Takes the newest edit of an instance back: what it was made from is current again. Throws `archive/not-found`, and
 * `archive/forbidden` as `revise` does.
 */
export async function revert(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  identity: Identity,
): Promise<void> {
  const current = await currentVersion(parts, scope, identity);
  const sha256 = await originalOf(parts.catalog, current.itemId);
  if (!sha256) throw new IsocenterError('archive/not-found', { what: 'edit of this instance' });
  await makeCurrent(parts, actor, scope, identity, sha256);
}

/** A study goes with its patient: who sees a part of the archive would bring it before the eyes of others, and others before theirs. */
async function requireSamePatient(
  { catalog }: ArchiveParts,
  actor: Actor,
  { record: { studyInstanceUid, patientId, issuerOfPatientId }, originDomain = '' }: Description,
): Promise<void> {
  const ofStudy = { kind: 'rules', rules: [{ studyInstanceUid }] } as const;
  const [patient] = await catalog.patients(ofStudy, { limit: 1 });
  if (patient?.patientKey !== patientKeyOf({ patientId, issuerOfPatientId, originDomain, studyInstanceUid }))
    throw new IsocenterError('archive/forbidden', {
      actor: actor.name,
      action: 'move a study to another patient',
    });
}

async function currentVersion({ catalog }: ArchiveParts, scope: Scope, identity: Identity): Promise<Version> {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = identity;
  const selector = {
    studyInstanceUids: [studyInstanceUid],
    seriesInstanceUids: [seriesInstanceUid],
    sopInstanceUids: [sopInstanceUid],
  };
  if ((await catalog.countInstances(scope, selector)) === 0)
    throw new IsocenterError('archive/not-found', { what: 'instance' });
  const [versions] = await catalog.lookup([identity]);
  const current = versions?.current;
  if (!current || current.trashedAt) throw new IsocenterError('archive/not-found', { what: 'instance' });
  return current;
}

async function readDataset({ store, catalog }: ArchiveParts, version: Version): Promise<Dataset> {
  const stored = await readVersionDataSet(store, catalog, version);
  if (!stored) throw notHere((await catalog.locationsOf(version.itemId)).length > 0);
  return parseDataset(stored.bytes, stored.transferSyntaxUid);
}

interface MadeFrom {
  readonly original: Version;
  /** Its origin domain. */
  readonly domain: string | undefined;
}

async function commit(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  identity: Identity,
  { original, domain }: MadeFrom,
  bytes: Uint8Array,
): Promise<IngestResult> {
  const { store, committer, clock } = parts;
  const { transferSyntaxUid } = original;
  const parser = new HeaderParser({ transferSyntaxUid });
  const header = parser.push(bytes) ?? parser.end();
  const record = extractRecord(header.dataset, transferSyntaxUid);
  const { sopClassUid, sopInstanceUid, studyInstanceUid, seriesInstanceUid } = record;
  if (
    sopInstanceUid !== identity.sopInstanceUid ||
    seriesInstanceUid !== identity.seriesInstanceUid ||
    studyInstanceUid !== identity.studyInstanceUid
  )
    throw new IsocenterError('input/invalid', { reason: 'An edit cannot change what an instance is.' });
  const receivedAt = clock.now().toISOString();
  const origin: Origin = {
    ...{ via: 'edit', receivedAt, sender: actor.name, address: '', receiver: '' },
    ...inherited(record.dataset, domain),
  };
  if (scope.kind !== 'everything')
    await requireSamePatient(parts, actor, { record, originDomain: originDomain(record.dataset, origin) });
  const draft = store.draft({ headLength: HEAD_LENGTH });
  await draft.append(bytes);
  const sealed = await draft.seal((sha256) =>
    encodeHead({ sopClassUid, sopInstanceUid, transferSyntaxUid, sha256, origin }),
  );
  const { pixelDataOffset } = header;
  const arrival = { sealed, record, actor, origin, pixelDataOffset, collection: undefined };
  return await committer.commit({ ...arrival, revisionOf: original });
}

/** Nothing when it is. */
async function makeCurrent(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  identity: Identity,
  sha256: string,
): Promise<void> {
  const [versions] = await parts.catalog.lookup([identity]);
  if (versions?.current?.sha256 === sha256) return;
  const version = versions?.others.find((each) => each.sha256 === sha256 && !each.trashedAt);
  if (!version) throw new IsocenterError('archive/not-found', { what: 'version of this instance' });
  if (scope.kind !== 'everything') {
    const said = await descriptionOf(parts, identity, version);
    if (!said) throw notHere((await parts.catalog.locationsOf(version.itemId)).length > 0);
    await requireSamePatient(parts, actor, said);
  }
  await decide(parts, 'current', { ...identity, sha256, receivedAt: version.receivedAt }, actor);
}
