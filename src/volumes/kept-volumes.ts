import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Archive, pushAll } from '../archive/index.ts';
import type { Clock } from '../base/index.ts';
import type { Actor, Scope } from '../contract/index.ts';
import type { Conversion, ConversionTarget, ConversionTerms, ConvertedFile } from '../convert/index.ts';
import type { StoredSeries } from './series-of.ts';

const METHOD = 'dcm2niix';
/** Tables of numbers; of other files the beginning tells. */
const TEXTS = new Set(['.bval', '.bvec']);
/** Files of one series that are looked at. */
const MOST_FILES = 1_000;

/** The archive itself: files that belong to a series and its study, and are derived from its images. What an earlier conversion made goes to the trash. */
export class KeptVolumes implements ConversionTarget<StoredSeries>, AsyncDisposable {
  readonly #archive: Archive;
  readonly #clock: Clock;
  readonly #actor: Actor;
  readonly #scope: Scope;
  #scratch: Promise<string> | undefined;

  constructor(archive: Archive, clock: Clock, actor: Actor, scope: Scope) {
    this.#archive = archive;
    this.#clock = clock;
    this.#actor = actor;
    this.#scope = scope;
  }

  async current(terms: ConversionTerms, series: StoredSeries): Promise<string[] | undefined> {
    const earlier = await this.#earlier(series);
    const isSame = earlier.every((made) => made.version === versionOf(terms) && made.isOfAll);
    return earlier.length > 0 && isSame ? earlier.map(({ name }) => name) : undefined;
  }

  scratch(): Promise<string> {
    this.#scratch ??= mkdtemp(join(tmpdir(), 'isocenter-volumes-'));
    return this.#scratch;
  }

  async put(
    conversion: Conversion,
    terms: ConversionTerms,
    name: readonly string[],
    series: StoredSeries,
  ): Promise<string[]> {
    const earlier = await this.#earlier(series);
    const stem = name.at(-1)!;
    const kept = new Set<string>();
    for (const file of conversion.files) kept.add(await this.#keep(file, stem, terms, series));
    for (const old of earlier) if (!kept.has(old.digest)) await this.#letGo(old, series);
    return conversion.files.map(({ suffix, extension }) => stem + suffix + extension);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#scratch) await rm(await this.#scratch, { recursive: true, force: true });
  }

  /** @returns its digest */
  async #keep(
    { path, suffix, extension }: ConvertedFile,
    stem: string,
    terms: ConversionTerms,
    { images, seriesInstanceUid }: StoredSeries,
  ): Promise<string> {
    const receivedAt = this.#clock.now().toISOString();
    const origin = { via: 'edit', receivedAt, sender: this.#actor.name, address: '', receiver: '' } as const;
    const sink = this.#archive.ingestFile(this.#actor, this.#scope, {
      ...{ origin, name: stem + suffix + extension },
      mediaType: TEXTS.has(extension) ? 'text/plain' : undefined,
      attachTo: [
        { target: 'series', uid: seriesInstanceUid },
        { target: 'study', uid: images[0]!.studyInstanceUid },
      ],
    });
    const item = await pushAll(createReadStream(path), sink);
    await this.#archive.derive(this.#actor, this.#scope, {
      ...{ item: { sha256: item.sha256, receivedAt: item.receivedAt }, sources: images.map(contentOf) },
      ...{ method: METHOD, methodVersion: versionOf(terms) },
    });
    return item.sha256;
  }

  /** Files that conversions made of the series. */
  async #earlier(series: StoredSeries): Promise<EarlierFile[]> {
    const attachedTo = { target: 'series', uid: series.seriesInstanceUid } as const;
    const files = await this.#archive.files(this.#actor, this.#scope, { attachedTo, limit: MOST_FILES });
    const made = await Promise.all(files.map((file) => this.#madeOf(file, series)));
    return made.filter((file) => file !== undefined);
  }

  async #madeOf(
    file: KeptFile,
    { images, seriesInstanceUid }: StoredSeries,
  ): Promise<EarlierFile | undefined> {
    const { sha256, name, origin, attachments } = file;
    const item = { sha256, receivedAt: origin.receivedAt };
    const all = await this.#archive.derivations(this.#actor, this.#scope, item);
    const sources = all.filter(({ direction, method }) => direction === 'from' && method === METHOD);
    const [first] = sources;
    if (!first) return undefined;
    const digests = new Set(images.map((image) => image.sha256));
    const ofThese = sources.filter((source) => digests.has(source.sha256));
    // Small files, such as tables of directions, may be the same for several series: then they are one file.
    const isShared = attachments.some(({ target, uid }) => target === 'series' && uid !== seriesInstanceUid);
    const isOfAll = ofThese.length === digests.size && (isShared || sources.length === digests.size);
    return { digest: sha256, name, version: (ofThese[0] ?? first).methodVersion, isOfAll, isShared };
  }

  async #letGo({ digest, isShared }: EarlierFile, { seriesInstanceUid: uid }: StoredSeries): Promise<void> {
    if (isShared) await this.#archive.detachFile(this.#actor, this.#scope, { digest, target: 'series', uid });
    else
      await this.#archive.removeFiles(this.#actor, this.#scope, [digest], 'The series was converted again.');
  }
}

type KeptFile = Awaited<ReturnType<Archive['files']>>[number];

interface EarlierFile {
  readonly digest: string;
  readonly name: string;
  /** Of the program, and how it was called. */
  readonly version: string;
  /** It is made of all images of the series, and of no others. */
  readonly isOfAll: boolean;
  readonly isShared: boolean;
}

const contentOf = ({
  studyInstanceUid,
  seriesInstanceUid,
  sopInstanceUid,
  sha256,
  receivedAt,
}: StoredSeries['images'][number]) => ({
  ...{ studyInstanceUid, seriesInstanceUid, sopInstanceUid, sha256, receivedAt },
});

/** Of the program, and how it was called: a conversion in another way is another one. */
const versionOf = ({ engine, options }: ConversionTerms): string =>
  [engine.version, ...Object.entries(options).map(([name, value]) => `${name}=${value}`)].join(' ');
