import { type CommitEntry, datasetOfHeader, extractRecord } from '../catalog/index.ts';
import { type Actor, systemActor } from '../contract/index.ts';
import { isVariantKey, LOCAL_STORE } from '../store/index.ts';
import { entryOfNote } from './file-note.ts';
import { originDomain } from './origin-domain.ts';
import type { Content, ItemContent, RecordPayloads, Records } from './records.ts';

type Lost = RecordPayloads['lost'];
type InstanceEntry = Extract<CommitEntry, { kind: 'instance' | 'conflict' }>;
type FileEntry = Extract<CommitEntry, { kind: 'file' }>;

/**
 * Items that were lost at some time and not purged since, as the records have them. A rebuild makes their rows from
 * here, also where the bytes came back: those may lie in a file that tells of another arrival.
 */
export class LostItems {
  readonly #actor: Actor;
  readonly #lost = new Map<string, Lost>();

  static readonly none = new LostItems(systemActor);

  private constructor(actor: Actor) {
    this.#actor = actor;
  }

  /** Damaged records are told of by who applies them. */
  static async read(records: Records, actor: Actor): Promise<LostItems> {
    const items = new LostItems(actor);
    for await (const { record } of records.all(() => undefined)) {
      if (record.kind === 'lost') items.#lost.set(nameOf(record.payload), record.payload);
      if (record.kind !== 'purge') continue;
      for (const content of record.payload.contents) {
        const name = nameOf(content);
        if (items.#lost.get(name)?.receivedAt === content.receivedAt) items.#lost.delete(name);
      }
    }
    return items;
  }

  has(content: Omit<ItemContent, 'receivedAt'>): boolean {
    return this.#lost.has(nameOf(content));
  }

  /** `conflict`: they did not lie where the first content of an identity does. */
  instances(): InstanceEntry[] {
    return [...this.#lost.values()].flatMap((lost) => this.#instance(lost) ?? []);
  }

  instance(content: Content): InstanceEntry | undefined {
    const lost = this.#lost.get(nameOf(content));
    return lost && this.#instance(lost);
  }

  files(): FileEntry[] {
    return [...this.#lost.values()].flatMap(({ sha256, key, known }) => {
      if (known.name === undefined) return [];
      const { size, mediaType, origin, name, collection } = known;
      const note = { sha256, size, mediaType, origin, name, ...(collection === null ? {} : { collection }) };
      return [entryOfNote(note, key, this.#actor.name)];
    });
  }

  /** With the place where it lay: its record takes that away again, when it is its turn. */
  #instance({ sha256, key, headLength, known }: Lost): InstanceEntry | undefined {
    const { header, size, mediaType, origin, collection } = known;
    if (!header) return undefined;
    const record = extractRecord(datasetOfHeader(header), header.transferSyntaxUid);
    return {
      kind: isVariantKey(key) || header.state !== 'original' ? 'conflict' : 'instance',
      ...{ record, origin, actor: this.#actor.name },
      originDomain: originDomain(record.dataset, origin),
      parameters: header.parameters,
      ...(collection === null ? {} : { collection }),
      ...(header.pixelDataOffset === null ? {} : { pixelDataOffset: header.pixelDataOffset }),
      content: { sha256, size, mediaType, location: { store: LOCAL_STORE, key, form: 'plain', headLength } },
    };
  }
}

function nameOf(content: Omit<ItemContent, 'receivedAt'>): string {
  const uids = 'sopInstanceUid' in content ? (content as Omit<Content, 'receivedAt'>) : undefined;
  return [uids?.studyInstanceUid, uids?.seriesInstanceUid, uids?.sopInstanceUid, content.sha256].join('\\');
}
