import { IsocenterError } from '../base/index.ts';
import type { StoredInstance } from '../catalog/index.ts';
import {
  type Actor,
  type ElsewhereStudy,
  notIncludedName,
  type Scope,
  type Trouble,
} from '../contract/index.ts';
import { implementationClassUid, implementationVersionName } from '../dicom/index.ts';
import { DicomdirBuilder, type Iso9660File, Iso9660Image, numberedFileId } from '../media/index.ts';
import { checkDicomdirSize } from './dicomdir-limit.ts';
import { elsewhereOf } from './disc-elsewhere.ts';
import { DiscIndex } from './disc-index.ts';
import { discHtml, discReadme } from './disc-pages.ts';
import { type DiscPictures, type DrawPicture, drawDiscPictures } from './disc-pictures.ts';
import { contentOf, type OutgoingFile, openOutgoing } from './export-instance.ts';
import { openSelected } from './open-selected.ts';
import type { ArchiveParts } from './parts.ts';
import type { Selector } from './select.ts';

/** A disc that can be written, from its beginning to its end. */
export interface Disc {
  /** Bytes of its image. */
  readonly size: number;
  /** Instances on it. */
  readonly images: number;
  /** By SOP Instance UID: what could not be read, and is named in a file of the disc. */
  readonly notIncluded: readonly Trouble[];
  /** Instances that were begun so far. */
  readonly begun: number;
  /**
   * ISO 9660 and Joliet; once.
   * @throws IsocenterError `archive/bytes-lost` and others for an instance that cannot be read any more
   */
  bytes(): AsyncGenerator<Uint8Array, void, void>;
}

const MAXIMUM_TROUBLES = 10_000;

export interface DiscRequest {
  readonly selection: readonly Selector[];
  /** Without it the page of the disc has words only. */
  readonly draw?: DrawPicture;
}

/**
 * Instances as a DICOM file set on a disc (PS3.10 8, PS3.12 annex F): DICOMDIR, File IDs of eight characters, and pages for
 * people with a picture of each series. All headers are read for it, and one image of each series: contents are read when the
 * disc is written. No profile of PS3.11 is
 * claimed, as each of them wants certain transfer syntaxes and these are as stored.
 * @throws IsocenterError `archive/not-found` when nothing is selected, `cancelled`, `dicom/limit`, `disc/limit`
 */
export async function composeDisc(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  { selection, draw }: DiscRequest,
  signal: AbortSignal,
): Promise<Disc> {
  const draft = new DiscDraft(parts);
  for await (const opened of openSelected(parts, scope, selection)) {
    if (signal.aborted) throw new IsocenterError('cancelled');
    if ('reason' in opened) draft.leaveOut({ what: opened.sopInstanceUid, reason: opened.reason });
    else draft.add(opened);
  }
  if (draw) await draft.drawPictures(draw, signal);
  if (signal.aborted) throw new IsocenterError('cancelled');
  return draft.finish(parts.clock.now(), await elsewhereOf(parts, actor, scope, draft.studies));
}

class DiscDraft {
  readonly #parts: ArchiveParts;
  readonly #dicomdir = new DicomdirBuilder();
  readonly #index = new DiscIndex();
  readonly #images: { readonly instance: StoredInstance; readonly path: string; readonly size: number }[] =
    [];
  readonly #notIncluded: Trouble[] = [];
  #pictures: DiscPictures = new Map();

  constructor(parts: ArchiveParts) {
    this.#parts = parts;
  }

  leaveOut(trouble: Trouble): void {
    if (this.#notIncluded.length < MAXIMUM_TROUBLES) this.#notIncluded.push(trouble);
  }

  add({ instance, header, size }: OutgoingFile): void {
    const fileId = numberedFileId(this.#images.length);
    const path = fileId.join('/');
    checkDicomdirSize(this.#images.length + 1);
    this.#dicomdir.add({ fileId, dataset: header, transferSyntaxUid: instance.transferSyntaxUid });
    this.#index.add(header, path, instance);
    this.#images.push({ instance, path, size });
  }

  async drawPictures(draw: DrawPicture, signal: AbortSignal): Promise<void> {
    this.#pictures = await drawDiscPictures(this.#index.middleImages, draw, signal);
  }

  /** UIDs of those that are on it. */
  get studies(): string[] {
    return this.#index.studies.map(({ studyInstanceUid }) => studyInstanceUid);
  }

  finish(now: Date, elsewhere: readonly ElsewhereStudy[]): Disc {
    const images = this.#images.length;
    const notIncluded = this.#notIncluded;
    if (images + notIncluded.length === 0)
      throw new IsocenterError('archive/not-found', { what: 'instance in this selection' });
    // PS3.12 F.1.2: the Volume Identifier is the File-set ID.
    const volumeId = `DICOM_${now.toISOString().slice(0, 10).replaceAll('-', '')}`;
    let begun = 0;
    const files = [
      ...this.#pages(volumeId, elsewhere),
      ...this.#images.map((one) => this.#file(one, () => begun++)),
    ];
    const image = new Iso9660Image(files, {
      volumeId,
      application: implementationVersionName,
      modified: now,
    });
    return {
      size: image.size,
      images,
      notIncluded,
      get begun() {
        return begun;
      },
      bytes: () => image.bytes(),
    };
  }

  #pages(fileSetId: string, elsewhere: readonly ElsewhereStudy[]): Iso9660File[] {
    const images = this.#images.length;
    const dicomdir = () =>
      this.#dicomdir.build({ implementationClassUid, implementationVersionName, fileSetId });
    return [
      ...(images > 0 ? [wholeFile('DICOMDIR', dicomdir())] : []),
      wholeFile('README.TXT', discReadme(images)),
      wholeFile('INDEX.HTM', discHtml(this.#index.studies, { pictures: this.#pictures, elsewhere })),
      ...(this.#notIncluded.length > 0 ? [wholeFile(notIncludedName, this.#troubles())] : []),
    ];
  }

  #troubles(): string {
    return this.#notIncluded.map(({ what, reason }) => `${what}: ${reason.title}\n`).join('');
  }

  #file(
    { instance, path, size }: { instance: StoredInstance; path: string; size: number },
    onBegin: () => void,
  ): Iso9660File {
    const parts = this.#parts;
    async function* content() {
      onBegin();
      yield* contentOf(await openOutgoing(parts, instance));
    }
    return { path, size, content };
  }
}

function wholeFile(path: string, content: string | Uint8Array): Iso9660File {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return { path, size: bytes.length, content: () => [bytes] };
}
