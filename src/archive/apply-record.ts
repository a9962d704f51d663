import type { Catalog, Who } from '../catalog/index.ts';
import { systemActor } from '../contract/index.ts';
import type { BlobStore } from '../store/index.ts';
import type { ArchiveRecord, Content, RecordPayloads } from './records.ts';
import { entryOfStoredFile } from './stored-file.ts';

interface Target {
  readonly catalog: Catalog;
  readonly store: BlobStore;
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
    const itemId = await itemOf(catalog, content);
    if (itemId !== undefined) await catalog.commit([{ kind: 'origin', itemId, origin, actor }]);
  },
  // The file beside the current one says all of it; the record only makes it durable before Success.
  async conflict() {},
  async resolve(target, content, who) {
    const { catalog, store } = target;
    const key = await keyOf(catalog, content);
    if (key === undefined) return;
    const { record, originDomain } = await entryOfStoredFile(store, key, systemActor);
    await catalog.resolve(content, who, record, originDomain);
  },
  trash: ({ catalog }, payload, who) => catalog.trash(payload, who),
  restore: ({ catalog }, { contents }, who) => catalog.restore(contents, who),
  purge: ({ catalog }, { contents }, who) => catalog.purge(contents, who),
  label: ({ catalog }, payload, who) => catalog.label(payload, who),
  merge: ({ catalog }, payload, who) => catalog.merge(payload, who),
  split: ({ catalog }, payload, who) => catalog.split(payload, who),
  node: ({ catalog }, node, who) => catalog.putNode(node, who),
  nodeRemoved: ({ catalog }, { name }, who) => catalog.removeNode(name, who),
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

async function itemOf(catalog: Catalog, content: Content): Promise<number | undefined> {
  const [versions] = await catalog.lookup([content]);
  const all = versions?.current ? [versions.current, ...versions.others] : (versions?.others ?? []);
  return all.find(({ sha256 }) => sha256 === content.sha256)?.itemId;
}

async function keyOf(catalog: Catalog, content: Content): Promise<string | undefined> {
  const itemId = await itemOf(catalog, content);
  if (itemId === undefined) return undefined;
  return (await catalog.locationsOf(itemId)).find(({ form }) => form === 'plain')?.key;
}
