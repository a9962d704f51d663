import type { Archive } from '../archive/index.ts';
import type { Actor, KnownNode, Scope } from '../contract/index.ts';
import type { ImageSource } from './source.ts';
import { type SeriesThere, type StudyThere, studyThere } from './study-there.ts';

/** A series that a node has, and what of it is not here. */
export interface ComparedSeries extends SeriesThere {
  /** SOP Instance UIDs. */
  readonly missing: readonly string[];
}

/** The same of a whole study. */
export interface ComparedStudy extends StudyThere {
  readonly series: readonly ComparedSeries[];
}

/** All images of a study that a node has (asked down to the images), compared with those whose bytes are here. */
export async function compareStudy(
  archive: Archive,
  actor: Actor,
  scope: Scope,
  node: KnownNode,
  source: ImageSource,
  studyInstanceUid: string,
  signal?: AbortSignal,
): Promise<ComparedStudy> {
  await using queries = await source.openQueries('study', signal);
  const { series, unnamed } = await studyThere(queries, node.name, studyInstanceUid);
  return {
    series: withMissing(series, await imagesHere(archive, actor, scope, studyInstanceUid)),
    unnamed,
  };
}

/** SOP Instance UIDs of a study whose bytes are here. */
export async function imagesHere(
  archive: Archive,
  actor: Actor,
  scope: Scope,
  studyInstanceUid: string,
): Promise<ReadonlySet<string>> {
  const here = new Set<string>();
  for await (const page of archive.select(actor, scope, [{ studyInstanceUids: [studyInstanceUid] }]))
    for (const { sopInstanceUid, location } of page) if (location) here.add(sopInstanceUid);
  return here;
}

export const withMissing = (series: readonly SeriesThere[], here: ReadonlySet<string>): ComparedSeries[] =>
  series.map((one) => ({ ...one, missing: [...one.sopInstanceUids].filter((uid) => !here.has(uid)) }));

export const missingOf = (series: readonly ComparedSeries[]): string[] =>
  series.flatMap(({ missing }) => missing);
