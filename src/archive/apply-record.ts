import {
  allVersions,
  type Catalog,
  type FileVersion,
  isContent,
  type SeriesIdentity,
  type Version,
  type Who,
} from '../catalog/index.ts';
import { type BlobStore, LOCAL_STORE } from '../store/index.ts';
import { dropDerived } from './derived.ts';
import { descriptionOf } from './description.ts';
import { fileNoteKey } from './file-note.ts';
import type { LostItems } from './lost-items.ts';
import type { ArchiveRecord, Content, ItemContent, RecordPayloads } from './records.ts';

interface Target {
  readonly catalog: Catalog;
  readonly store: BlobStore;
  /** During a rebuild: what no file tells of any more. */
  readonly lostItems?: LostItems | undefined;
}

type Apply = {
  [Kind in keyof RecordPayloads]: (
    target: Target,
    payload: RecordPayloads[Kind],
    who: Who,
  ) => Promise<unknown>;
};

/**
 * What each record does to the catalog. The same function runs when the record is made and when a rebuild reads it
 * again; applying one twice changes nothing.
 */
const apply: Apply = {
  async origin({ catalog }, { origin, ...content }, { actor }) {
    const version = await versionOf(catalog, content);
    if (version) await catalog.commit([{ kind: 'origin', itemId: version.itemId, origin, actor }]);
  },
  conflict: ({ catalog }, { raisedAt, ...content }, who) => catalog.conflictArrived(content, raisedAt, who),
  async resolve(target, content, who) {
    await target.catalog.resolve(content, who, await whatSays(target, content));
  },
  async revision(target, { of, ...content }, who) {
    await target.catalog.becameRevision(content, of, who, await whatSays(target, content, of));
  },
  async current(target, content, who) {
    const choice = { ...content, over: [], event: 'instance.current' } as const;
    await target.catalog.resolve(choice, who, await whatSays(target, content));
  },
  trash: ({ catalog }, payload, who) => catalog.trash(payload, who),
  restore: ({ catalog }, { contents }, who) => catalog.restore(contents, who),
  /** The files first: when it is interrupted, the rows still tell where they are. */
  async purge({ catalog, store }, { contents }, who) {
    for (const key of await trashedKeys(catalog, contents)) await store.remove(key);
    await catalog.purge(contents, who);
    for (const series of seriesOf(contents)) await dropDerived(store, series);
  },
  async lost({ catalog }, { problem, key, headLength, aside, known: _, ...reference }, who) {
    await catalog.lose(reference, { problem, key, headLength, aside }, LOCAL_STORE, who);
  },
  /** Only while they are: a record is applied again after they were lost once more. */
  async found({ catalog, store }, { key, headLength, size, ...reference }) {
    if (!store.exists(key)) return;
    await catalog.putBack(reference, { store: LOCAL_STORE, key, form: 'plain', headLength }, size);
  },
  lossAccepted: ({ catalog }, { contents, reason }, who) => catalog.acceptLosses(contents, reason, who),
  attach: ({ catalog }, payload, who) => catalog.attach(payload, who),
  detach: ({ catalog }, payload, who) => catalog.detach(payload, who),
  describeFile: ({ catalog }, payload, who) => catalog.describeFile(payload, who),
  derive: ({ catalog }, payload, who) => catalog.derive(payload, who),
  underive: ({ catalog }, payload, who) => catalog.underive(payload, who),
  label: ({ catalog }, payload, who) => catalog.label(payload, who),
  collect: ({ catalog }, payload, who) => catalog.collect(payload, who),
  merge: ({ catalog }, payload, who) => catalog.merge(payload, who),
  split: ({ catalog }, payload, who) => catalog.split(payload, who),
  different: ({ catalog }, payload, who) => catalog.setDifferent(payload, who),
  expect: ({ catalog }, payload, who) => catalog.expectStudy(payload, who),
  expectationMet: ({ catalog }, { studyInstanceUid }, who) =>
    catalog.completeExpectedStudy(studyInstanceUid, who),
  elsewhere: ({ catalog }, study, who) => catalog.putElsewhereStudy(study, who),
  elsewhereRemoved: ({ catalog }, { uid }, who) => catalog.removeElsewhereStudy(uid, who),
  node: ({ catalog }, node, who) => catalog.putNode(node, who),
  nodeRemoved: ({ catalog }, { name }, who) => catalog.removeNode(name, who),
  access: ({ catalog }, entry, who) => catalog.putAccessEntry(entry, who),
};

export async function applyRecord(
  target: Target,
  { kind, payload, actor, at }: ArchiveRecord,
): Promise<void> {
  await (apply[kind] as (target: Target, payload: unknown, who: Who) => Promise<unknown>)(target, payload, {
    actor,
    at,
  });
}

async function versionOf(catalog: Catalog, content: ItemContent): Promise<Version | FileVersion | undefined> {
  if (!isContent(content)) {
    const file = (await catalog.lookupFiles([content.sha256])).get(content.sha256);
    return file?.receivedAt === content.receivedAt ? file : undefined;
  }
  const [versions] = await catalog.lookup([content]);
  return allVersions(versions!).find(
    ({ sha256, receivedAt }) => sha256 === content.sha256 && receivedAt === content.receivedAt,
  );
}

async function whatSays(target: Target, content: Content, madeFrom?: string) {
  const version = await versionOf(target.catalog, content);
  return version && (await descriptionOf(target, content, version, madeFrom));
}

/** The series that instances belong to, each once. */
function seriesOf(contents: readonly ItemContent[]): Iterable<SeriesIdentity> {
  const series = new Map<string, SeriesIdentity>();
  for (const content of contents) {
    if (!('seriesInstanceUid' in content)) continue;
    const { studyInstanceUid, seriesInstanceUid } = content;
    series.set(`${studyInstanceUid}\\${seriesInstanceUid}`, { studyInstanceUid, seriesInstanceUid });
  }
  return series.values();
}

async function trashedKeys(catalog: Catalog, contents: readonly ItemContent[]): Promise<string[]> {
  const keys: string[] = [];
  for (const content of contents) {
    const version = await versionOf(catalog, content);
    if (!version?.trashedAt) continue;
    for (const { key } of await catalog.locationsOf(version.itemId)) keys.push(key);
    if (!isContent(content)) keys.push(fileNoteKey(content.sha256));
  }
  return keys;
}
