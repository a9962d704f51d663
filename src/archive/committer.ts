import { IsocenterError } from '../base/index.ts';
import {
  allVersions,
  type Catalog,
  type CommitEntry,
  type InstanceRecord,
  type Location,
  type Version,
  type Versions,
} from '../catalog/index.ts';
import type { Actor, Origin } from '../contract/index.ts';
import { type BlobStore, instanceKey, LOCAL_STORE, type SealedBlob } from '../store/index.ts';
import { applyRecord } from './apply-record.ts';
import { Doubts } from './doubts.ts';
import { HEAD_LENGTH } from './file-meta.ts';
import { hasBytes } from './has-bytes.ts';
import { missedLoss } from './losses.ts';
import { originDomain } from './origin-domain.ts';
import type { Content, Identity, Records, WrittenRecord } from './records.ts';
import { type EncodedDataSet, haveSameElements, isComparable } from './same-content.ts';

export interface CommitterParts {
  readonly store: BlobStore;
  readonly catalog: Catalog;
  readonly records: Records;
  /** The data set of a version; undefined when its bytes are not at hand. */
  readonly readVersion: (version: Version) => Promise<EncodedDataSet | undefined>;
}

/** A sealed instance that asks to be committed. */
export interface Arrival {
  readonly sealed: SealedBlob;
  readonly record: InstanceRecord;
  readonly actor: Actor;
  readonly origin: Origin;
  /** From the start of the data set; undefined without pixel data. */
  readonly pixelDataOffset: number | undefined;
  readonly collection: string | undefined;
  /** An edit of ours, made from this version. */
  readonly revisionOf?: Version;
  /** Was arriving when the last process ended; it may have been committed by then. */
  readonly isLeftover?: boolean;
}

export interface IngestResult {
  /** `conflict`: kept beside the first content of the same identity, and not current. */
  readonly outcome: 'stored' | 'already-there' | 'conflict';
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly sha256: string;
}

interface Waiting {
  readonly arrival: Arrival;
  readonly resolve: (result: IngestResult) => void;
  readonly reject: (reason: unknown) => void;
}

type InstanceEntry = Extract<CommitEntry, { kind: 'instance' | 'conflict' }>;

/** What is to happen to one arrival. */
interface Decision {
  readonly outcome: IngestResult['outcome'];
  /** Undefined when its rows are there already. */
  readonly entry: CommitEntry | undefined;
  /** Durable before the rows are: what the file itself cannot say. */
  readonly records: readonly Promise<WrittenRecord>[];
  /** Bytes of a known item that take the place of lost ones. */
  readonly repaired?: { readonly content: Content; readonly location: Location };
}

/** Arrivals in one transaction. More would make the first wait for the last. */
const BATCH_LIMIT = 256;

/**
 * Turns sealed instances into rows, many at a time: whatever was sealed while the last transaction ran, by
 * whichever association, goes into the next one. One batch at a time, so identities cannot race.
 */
export class Committer {
  readonly #parts: CommitterParts;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;
  readonly #arriving = new Set<Promise<unknown>>();
  readonly #doubts: Doubts;

  constructor(parts: CommitterParts) {
    this.#parts = parts;
    this.#doubts = new Doubts(parts);
  }

  /** Resolves when rows and event are committed and everything is as durable as Success promises. */
  commit(arrival: Arrival): Promise<IngestResult> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ arrival, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Lets `idle` wait for an arrival that is still being sealed. */
  expect<T>(arriving: Promise<T>): Promise<T> {
    this.#arriving.add(arriving);
    const forget = () => void this.#arriving.delete(arriving);
    arriving.then(forget, forget);
    return arriving;
  }

  /** Resolves when nothing is arriving or waiting any more, and what the database missed is there if it answers. */
  async idle(): Promise<void> {
    while (this.#running || this.#arriving.size > 0) {
      await Promise.allSettled([...this.#arriving, this.#running]);
    }
    // What it does not take now is found in incoming/ and on record at the next start.
    await this.catchUp().catch(() => undefined);
  }

  /** Writes what could not be written while the database was away. Rejects while it is. */
  async catchUp(): Promise<void> {
    await this.#doubts.settle();
    await this.#parts.records.catchUp((record) => applyRecord(this.#parts, record));
  }

  async #run(): Promise<void> {
    // After the events of this turn of the loop: syncs that ended together are committed together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      // An identity twice in one batch: the second must see the row of the first.
      const [now, later] = splitRepeated(this.#waiting);
      this.#waiting = later;
      await this.#commitBatch(now).catch((error) => {
        for (const waiting of now) this.#refuse(waiting, error);
      });
    }
    this.#running = undefined;
  }

  #refuse({ arrival, reject }: Waiting, error: unknown): void {
    // A leftover may have been acknowledged: it stays for the next start.
    if (!arrival.isLeftover && !this.#doubts.has(arrival.sealed)) arrival.sealed.discard();
    reject(error);
  }

  async #commitBatch(batch: readonly Waiting[]): Promise<void> {
    await this.catchUp();
    const known = await this.#parts.catalog.lookup(batch.map(({ arrival }) => arrival.record));
    const decided: (readonly [Waiting, Decision])[] = [];
    for (const [index, waiting] of batch.entries()) {
      try {
        decided.push([waiting, await this.#decide(waiting.arrival, known[index]!)]);
      } catch (error) {
        this.#refuse(waiting, error);
      }
    }
    await this.#write(decided);
  }

  async #write(decided: readonly (readonly [Waiting, Decision])[]): Promise<void> {
    if (decided.length === 0) return;
    const written = await Promise.all(decided.flatMap(([, { records }]) => records));
    try {
      await this.#writeRows(decided);
      await this.#keep(decided, written);
    } catch (error) {
      this.#parts.records.postpone(written);
      throw error;
    }
    for (const [{ arrival, resolve }, { outcome }] of decided) {
      if (outcome === 'already-there') arrival.sealed.discard();
      resolve(resultOf(arrival, outcome));
    }
  }

  async #writeRows(decided: readonly (readonly [Waiting, Decision])[]): Promise<void> {
    const { catalog } = this.#parts;
    // Before the rows: when those fail, all files of the batch go, and these items are without bytes as they were.
    for (const [{ arrival }, { repaired }] of decided) {
      if (repaired) await catalog.putBack(repaired.content, repaired.location, arrival.sealed.size);
    }
    const entries = decided.flatMap(([, { entry }]) => entry ?? []);
    if (entries.length === 0) return;
    try {
      await catalog.commit(entries);
    } catch (error) {
      if (Doubts.isReason(error)) this.#doubt(decided);
      throw error;
    }
  }

  /** Leftovers stay anyway, and an origin alone names no file of its own. */
  #doubt(decided: readonly (readonly [Waiting, Decision])[]): void {
    for (const [{ arrival }, { entry, repaired }] of decided) {
      const location =
        repaired?.location ?? (entry && 'content' in entry ? entry.content.location : undefined);
      if (location && !arrival.isLeftover) this.#doubts.add({ ...arrival, key: location.key });
    }
  }

  async #keep(
    decided: readonly (readonly [Waiting, Decision])[],
    written: readonly WrittenRecord[],
  ): Promise<void> {
    const { records, store } = this.#parts;
    // At once: rows name these files now, so whatever fails from here on must not take them back.
    const kept = decided.filter(([, { outcome }]) => outcome !== 'already-there');
    const settled = store.confirm(kept.map(([{ arrival }]) => arrival.sealed));
    for (const one of written) {
      if (one.record.kind === 'restore') await applyRecord(this.#parts, one.record);
      records.applied(one);
    }
    await settled;
  }

  async #decide(arrival: Arrival, versions: Versions): Promise<Decision> {
    const all = allVersions(versions);
    const same = all.find((version) => sameEncoding(version, arrival));
    if (same && (await this.#isItself(arrival, same)))
      return { outcome: 'stored', entry: undefined, records: [] };
    if (same)
      return (await hasBytes(this.#parts, same)) ? this.#again(arrival, same) : this.#repair(arrival, same);
    if (all.length === 0) return this.#first(arrival);
    return this.#another(arrival, all);
  }

  /**
   * A leftover whose rows were written before the last process ended. Neither they nor its name need be on the disk
   * yet, so it is settled like a new one.
   */
  async #isItself({ sealed, isLeftover }: Arrival, version: Version): Promise<boolean> {
    if (!isLeftover) return false;
    const places = await this.#parts.catalog.locationsOf(version.itemId);
    return places.some(({ key, form }) => form === 'plain' && sealed.publish(key) === 'published');
  }

  async #first(arrival: Arrival): Promise<Decision> {
    const key = (await this.#freeOrEqualFile(arrival)) ?? publishAt(arrival, [variants(arrival)[0]!]);
    return { outcome: 'stored', entry: { kind: 'instance', ...arrivalOf(arrival, key) }, records: [] };
  }

  /** The same bytes, already in place though the catalog lost them, are taken over where they are. */
  async #freeOrEqualFile({ record, sealed }: Arrival): Promise<string | undefined> {
    const key = keyOf(record);
    if (sealed.publish(key) === 'published') return key;
    const { sha256 } = await this.#parts.store.hash(key, { skip: HEAD_LENGTH });
    if (sha256 !== sealed.sha256) return undefined;
    sealed.takeOver(key);
    return key;
  }

  /** A known instance whose bytes were lost or quarantined comes again: they take their place. */
  async #repair(arrival: Arrival, same: Version): Promise<Decision> {
    const { record, sealed, actor } = arrival;
    const { sha256, receivedAt } = same;
    const content = { ...identityOf(record), sha256, receivedAt };
    const [place] = await this.#parts.catalog.locationsOf(same.itemId);
    const missed = await missedLoss(this.#parts, { ...same, content }, place ?? locationOf(keyOf(record)));
    const location = locationOf(publishAt(arrival, ['', ...variants(arrival)]));
    const { key, headLength } = location;
    const { records } = this.#parts;
    const written = [
      ...(missed ? [records.write('lost', missed, actor)] : []),
      records.write('found', { ...content, key, headLength, size: sealed.size }, actor),
    ];
    const again = this.#again(arrival, same);
    const repaired = { content, location };
    return { ...again, outcome: 'stored', repaired, records: [...written, ...again.records] };
  }

  /**
   * The same instance once more: one more origin, which is a record because the file carries only the first. A leftover
   * that was acknowledged has its records; made anew, they would come after a removal that came after it.
   */
  #again({ origin, actor, record, isLeftover }: Arrival, same: Version): Decision {
    if (isLeftover) return { outcome: 'already-there', entry: undefined, records: [] };
    const content = { ...identityOf(record), sha256: same.sha256, receivedAt: same.receivedAt };
    const { records } = this.#parts;
    const writes = [records.write('origin', { ...content, origin }, actor)];
    // Success for something that waits in the trash would be a promise to lose it.
    if (same.trashedAt) writes.push(records.write('restore', { contents: [content] }, actor));
    return {
      outcome: 'already-there',
      entry: { kind: 'origin', itemId: same.itemId, origin, actor: actor.name },
      records: writes,
    };
  }

  /** Other bytes under a known identity: another encoding of the same elements, or a conflict. */
  async #another(arrival: Arrival, versions: readonly Version[]): Promise<Decision> {
    const { record, sealed, actor, origin } = arrival;
    const key = publishAt(arrival, variants(arrival));
    if (arrival.revisionOf) return this.#revision(arrival, arrival.revisionOf, key);
    const same = await this.#sameElements(versions, { key, transferSyntaxUid: record.transferSyntaxUid });
    if (same) return this.#again(arrival, same);
    const { receivedAt } = origin;
    const conflict = { ...identityOf(record), sha256: sealed.sha256, receivedAt, raisedAt: receivedAt };
    return {
      outcome: 'conflict',
      entry: { kind: 'conflict', ...arrivalOf(arrival, key) },
      records: [this.#parts.records.write('conflict', conflict, actor)],
    };
  }

  #revision(arrival: Arrival, original: Version, key: string): Decision {
    const { record, sealed, actor, origin } = arrival;
    const content = { ...identityOf(record), sha256: sealed.sha256, receivedAt: origin.receivedAt };
    return {
      outcome: 'stored',
      entry: { kind: 'revision', ...arrivalOf(arrival, key), revisionOf: original.itemId },
      records: [this.#parts.records.write('revision', { ...content, of: original.sha256 }, actor)],
    };
  }

  async #sameElements(
    versions: readonly Version[],
    stored: { key: string; transferSyntaxUid: string },
  ): Promise<Version | undefined> {
    for (const version of versions) {
      if (!isComparable(version.transferSyntaxUid, stored.transferSyntaxUid)) continue;
      const [a, b] = [await this.#dataSetAt(stored), await this.#parts.readVersion(version)];
      if (b && haveSameElements(a, b)) return version;
    }
    return undefined;
  }

  async #dataSetAt(stored: { key: string; transferSyntaxUid: string }): Promise<EncodedDataSet> {
    const bytes = await this.#parts.store.readAll(stored.key);
    return { bytes: bytes.subarray(HEAD_LENGTH), transferSyntaxUid: stored.transferSyntaxUid };
  }
}

function sameEncoding(version: Version, { sealed, record }: Arrival): boolean {
  return version.sha256 === sealed.sha256 && version.transferSyntaxUid === record.transferSyntaxUid;
}

/** Names that keep the versions of one identity apart. */
function variants({ sealed }: Arrival): string[] {
  return [8, 16, 64].map((digits) => sealed.sha256.slice(0, digits));
}

/** Publishes at the first free name. All taken by bytes the catalog does not know: `verify` has to look at them. */
function publishAt({ sealed, record }: Arrival, names: readonly string[]): string {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = record;
  for (const name of names) {
    const key = instanceKey(studyInstanceUid, seriesInstanceUid, sopInstanceUid, name);
    if (sealed.publish(key) === 'published') return key;
  }
  throw new IsocenterError('store/io', {
    what: 'the archive',
    reason: 'unknown files stand where this one belongs',
  });
}

function arrivalOf(arrival: Arrival, key: string): Omit<InstanceEntry, 'kind'> {
  const { sealed, record, origin, actor, collection, pixelDataOffset } = arrival;
  return {
    record,
    origin,
    actor: actor.name,
    ...(collection === undefined ? {} : { collection }),
    ...(pixelDataOffset === undefined ? {} : { pixelDataOffset }),
    originDomain: originDomain(record.dataset, origin),
    content: {
      sha256: sealed.sha256,
      size: sealed.size,
      mediaType: 'application/dicom',
      location: locationOf(key),
    },
  };
}

const keyOf = ({ studyInstanceUid, seriesInstanceUid, sopInstanceUid }: Identity): string =>
  instanceKey(studyInstanceUid, seriesInstanceUid, sopInstanceUid);

function locationOf(key: string): Location {
  return { store: LOCAL_STORE, key, form: 'plain', headLength: HEAD_LENGTH };
}

function resultOf({ record, sealed }: Arrival, outcome: IngestResult['outcome']): IngestResult {
  return { outcome, sha256: sealed.sha256, ...identityOf(record) };
}

function identityOf({ studyInstanceUid, seriesInstanceUid, sopInstanceUid }: InstanceRecord): Identity {
  return { studyInstanceUid, seriesInstanceUid, sopInstanceUid };
}

/** The next batch, with every identity once, and what has to wait for the one after. */
function splitRepeated(waiting: readonly Waiting[]): [now: Waiting[], later: Waiting[]] {
  const seen = new Set<string>();
  const now: Waiting[] = [];
  const later: Waiting[] = [];
  for (const one of waiting) {
    const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = one.arrival.record;
    const identity = `${studyInstanceUid}\\${seriesInstanceUid}\\${sopInstanceUid}`;
    const room = now.length < BATCH_LIMIT && !seen.has(identity);
    (room ? now : later).push(one);
    seen.add(identity);
  }
  return [now, later];
}
