import { type ByteSink, IsocenterError } from '../base/index.ts';
import { type Catalog, extractRecord, type InstanceRecord, patientKeyOf } from '../catalog/index.ts';
import type { Actor, Origin, Scope } from '../contract/index.ts';
import { FragmentWalker, type Header, HeaderParser } from '../dicom/index.ts';
import type { BlobDraft } from '../store/index.ts';
import type { Committer, IngestResult } from './committer.ts';
import type { DiskReserve } from './disk-reserve.ts';
import { encodeHead, HEAD_LENGTH } from './file-meta.ts';
import { originDomain } from './origin-domain.ts';
import type { ArchiveParts } from './parts.ts';
import type { Quotas } from './quotas.ts';
import { isAboutContent, MAX_REFUSED_SIZE, type Refusals } from './refusals.ts';
import { collectionOfNewStudy } from './store-scope.ts';

/** Whole slides are below. */
const MAX_INSTANCE_BYTES = 64 * 2 ** 30;

type Parts = Pick<ArchiveParts, 'store' | 'committer' | 'catalog' | 'quotas' | 'reserve' | 'refusals'>;

/** What is known about an instance before its first byte. */
export interface IngestRequest {
  readonly origin: Origin;
  readonly transferSyntaxUid: string;
  /** What the sender announced (C-STORE, the study of a STOW-RS path); another content is refused with status A900. */
  readonly announced?: Partial<Pick<InstanceRecord, 'sopClassUid' | 'sopInstanceUid' | 'studyInstanceUid'>>;
  /** The collection a new study goes to. */
  readonly collection?: string;
  /** It lies in quarantine already, and stays there when it cannot be taken in. */
  readonly isRetry?: true;
}

/**
 * One instance on its way in: data set bytes (without group 0002) are pushed, and `end` resolves when the instance
 * is durable and findable. Rejects with `dicom/*`, `ingest/*`, `store/*` or `catalog/*`; nothing of it is then visible. What
 * is wrong with its content is told at the end, when all of it is here and in quarantine.
 */
export class InstanceIngest implements ByteSink<IngestResult> {
  readonly #catalog: Catalog;
  readonly #actor: Actor;
  readonly #scope: Scope;
  readonly #request: IngestRequest;
  readonly #committer: Committer;
  readonly #quotas: Quotas;
  readonly #reserve: DiskReserve;
  readonly #refusals: Refusals;
  readonly #draft: BlobDraft;
  readonly #parser: HeaderParser;
  #header: Header | undefined;
  #fragments: FragmentWalker | undefined;
  /** What is wrong with the bytes so far. */
  #damage: IsocenterError | undefined;
  #received = 0;

  constructor(
    { store, committer, catalog, quotas, reserve, refusals }: Parts,
    actor: Actor,
    scope: Scope,
    request: IngestRequest,
  ) {
    this.#catalog = catalog;
    this.#actor = actor;
    this.#scope = scope;
    this.#request = request;
    this.#committer = committer;
    this.#quotas = quotas;
    this.#reserve = reserve;
    this.#refusals = refusals;
    this.#parser = new HeaderParser({ transferSyntaxUid: request.transferSyntaxUid, lent: true });
    this.#draft = store.draft({ headLength: HEAD_LENGTH });
  }

  write(chunk: Uint8Array): void | Promise<void> {
    if (!this.#damage) this.#look(chunk);
    this.#received += chunk.length;
    if (this.#received > MAX_INSTANCE_BYTES)
      throw new IsocenterError('input/too-large', { limit: MAX_INSTANCE_BYTES });
    if (this.#damage && this.#received > MAX_REFUSED_SIZE) throw this.#damage;
    return this.#draft.append(chunk);
  }

  end(): Promise<IngestResult> {
    return this.#committer.expect(this.#finish());
  }

  async #finish(): Promise<IngestResult> {
    const { header, record } = await this.#examined();
    try {
      await this.#reserve.require();
      const { origin, transferSyntaxUid } = this.#request;
      const collection =
        this.#scope.kind === 'everything' ? this.#request.collection : await this.#collectionOf(record);
      const { studyInstanceUid, sopClassUid, sopInstanceUid } = record;
      const incoming = { studyInstanceUid, sopInstanceUid, collection, bytes: HEAD_LENGTH + this.#received };
      return await this.#quotas.within(incoming, async () => {
        const sealing = this.#draft.seal((sha256) =>
          encodeHead({ sopClassUid, sopInstanceUid, transferSyntaxUid, sha256, origin, collection }),
        );
        this.#catalog.lookAhead(record);
        const { pixelDataOffset } = header;
        return await this.#committer.commit({
          ...{ sealed: await sealing, record, actor: this.#actor, origin, pixelDataOffset, collection },
        });
      });
    } catch (error) {
      // Once it is sealed, what becomes of it is the committer's to say.
      this.abort(error);
      throw error;
    }
  }

  /** What it is. When that cannot be said, the bytes go to quarantine. */
  async #examined(): Promise<{ readonly header: Header; readonly record: InstanceRecord }> {
    try {
      if (this.#damage) throw this.#damage;
      this.#header ??= this.#parser.end();
      this.#checkComplete(this.#header);
      const record = extractRecord(this.#header.dataset, this.#request.transferSyntaxUid);
      this.#checkAnnounced(record);
      return { header: this.#header, record };
    } catch (error) {
      if (isAboutContent(error) && this.#isKept()) await this.#setAside(error);
      else this.abort(error);
      throw error;
    }
  }

  #isKept(): boolean {
    return this.#request.isRetry !== true && this.#refusals.keeps(this.#request.origin);
  }

  async #setAside(why: IsocenterError): Promise<void> {
    const { origin, transferSyntaxUid, collection } = this.#request;
    const arrival = { origin, transferSyntaxUid, collection, header: this.#header };
    await this.#refusals.keep({ ...arrival, draft: this.#draft, size: this.#received }, why);
  }

  async #collectionOf(record: InstanceRecord): Promise<string | undefined> {
    const { collection, origin } = this.#request;
    const { studyInstanceUid, patientId, issuerOfPatientId, dataset } = record;
    const domain = originDomain(dataset, origin) ?? '';
    const patientKey = patientKeyOf({ studyInstanceUid, patientId, issuerOfPatientId, originDomain: domain });
    const coming = { studyInstanceUid, patientKey };
    return await collectionOfNewStudy(this.#catalog, this.#actor, this.#scope, coming, collection);
  }

  abort(_reason: unknown): void {
    this.#draft.discard();
  }

  /** Of what is damaged, the rest is worth having too: it is let in, to go to quarantine as a whole. */
  #look(chunk: Uint8Array): void {
    try {
      this.#header ??= this.#parser.push(chunk);
      const offset = this.#header?.fragmentsOffset;
      if (offset !== undefined) this.#walk(chunk, offset);
    } catch (error) {
      if (!isAboutContent(error) || !this.#isKept()) throw error;
      this.#damage = error;
    }
  }

  /** The header may have been complete in the middle of a chunk. */
  #walk(chunk: Uint8Array, offset: number): void {
    this.#fragments ??= new FragmentWalker();
    this.#fragments.push(chunk.subarray(Math.max(0, offset - this.#received)));
  }

  /** An image whose end is missing would be kept for good as if it were whole. */
  #checkComplete({ pixelDataEnd = 0 }: Header): void {
    const needed = pixelDataEnd - this.#received;
    if (needed > 0) throw new IsocenterError('dicom/truncated', { offset: this.#received, needed });
    this.#fragments?.end();
  }

  #checkAnnounced(record: InstanceRecord): void {
    const { sopClassUid, sopInstanceUid, studyInstanceUid } = this.#request.announced ?? {};
    if (differ(sopClassUid, record.sopClassUid)) throw mismatch('SOPClassUID');
    if (differ(sopInstanceUid, record.sopInstanceUid)) throw mismatch('SOPInstanceUID');
    if (differ(studyInstanceUid, record.studyInstanceUid)) throw mismatch('StudyInstanceUID');
  }
}

const differ = (announced: string | undefined, found: string): boolean =>
  announced !== undefined && announced !== found;

const mismatch = (keyword: string): IsocenterError => new IsocenterError('ingest/mismatch', { keyword });
