import type { OpenArchive } from '../../src/archive/index.ts';
import { findings, lostInArchive } from './kept.ts';
import type { Content } from './sender.ts';

/** What a server promised, in the order in which it did. Verbs in -ing announce what may or may not happen. */
export type Promised =
  | { readonly verb: 'kept'; readonly content: Content }
  | { readonly verb: StudyVerb; readonly study: string }
  | { readonly verb: 'resolving' | 'resolved'; readonly content: Content }
  | { readonly verb: 'node'; readonly name: string };

type StudyVerb = 'removing' | 'removed' | 'restoring' | 'restored' | 'purging' | 'purged';

/** The promises that an archive, open after a crash, does not keep; and what `verify` finds wrong with it. */
export async function brokenPromises(open: OpenArchive, promised: readonly Promised[]): Promise<string[]> {
  const states = new Map(promised.flatMap((one) => ('study' in one ? [[one.study, one.verb]] : [])));
  const contents = promised.flatMap((one) => (one.verb === 'kept' ? [one.content] : []));
  const byState = Map.groupBy(contents, ({ studyInstanceUid }) => states.get(studyInstanceUid) ?? 'kept');
  const broken: string[] = [];
  for (const [state, some] of byState) {
    if (state !== 'purging' && state !== 'purged') broken.push(...(await lostInArchive(open, some)));
    for (const content of some) broken.push(...(await wrongState(open, state, content)));
  }
  broken.push(...(await notCurrent(open, promised)));
  broken.push(...(await missingNodes(open, promised)));
  for (const finding of await findings(open)) broken.push(`verify: ${JSON.stringify(finding)}`);
  return broken;
}

const mayBeTrashed: Readonly<Record<string, readonly boolean[]>> = {
  kept: [false],
  restored: [false],
  removed: [true],
  removing: [false, true],
  restoring: [false, true],
};

async function wrongState({ parts }: OpenArchive, state: string, content: Content): Promise<string[]> {
  const [versions] = await parts.catalog.lookup([content]);
  const all = versions?.current ? [versions.current, ...versions.others] : (versions?.others ?? []);
  const version = all.find(({ sha256 }) => sha256 === content.sha256);
  if (state === 'purged') return version ? [`${content.sopInstanceUid}: purged and back`] : [];
  const allowed = mayBeTrashed[state];
  if (!version || !allowed || allowed.includes(version.trashedAt !== null)) return [];
  return [`${content.sopInstanceUid}: ${state}, and trashed at ${version.trashedAt}`];
}

async function notCurrent({ parts }: OpenArchive, promised: readonly Promised[]): Promise<string[]> {
  const chosen = new Map<string, Content | undefined>();
  for (const one of promised) {
    if (one.verb === 'resolving') chosen.set(one.content.sopInstanceUid, undefined);
    if (one.verb === 'resolved') chosen.set(one.content.sopInstanceUid, one.content);
  }
  const contents = [...chosen.values()].filter((content) => content !== undefined);
  const versions = await parts.catalog.lookup(contents);
  return contents.flatMap(({ sopInstanceUid, sha256 }, index) =>
    versions[index]!.current?.sha256 === sha256 ? [] : [`${sopInstanceUid}: the chosen one is not current`],
  );
}

async function missingNodes({ parts }: OpenArchive, promised: readonly Promised[]): Promise<string[]> {
  const names = new Set((await parts.catalog.nodes()).map(({ name }) => name));
  return promised.flatMap((one) =>
    one.verb === 'node' && !names.has(one.name) ? [`node ${one.name} is gone`] : [],
  );
}
