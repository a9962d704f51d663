import type { Archive } from '../archive/index.ts';
import type { Actor, KnownNode, Scope } from '../contract/index.ts';
import type { Dialler } from './dial.ts';
import { NodeQueries } from './queries.ts';
import { type SeriesThere, seriesThere } from './study-there.ts';

export interface CompareParts {
  readonly archive: Archive;
  readonly dialler: Dialler;
}

/** A series that a node has, and what of it is not here. */
export interface ComparedSeries extends SeriesThere {
  /** SOP Instance UIDs. */
  readonly missing: readonly string[];
}

/** All images of a study that a node has (C-FIND down to the images), compared with those whose bytes are here. */
export async function compareStudy(
  { archive, dialler }: CompareParts,
  actor: Actor,
  scope: Scope,
  node: KnownNode,
  studyInstanceUid: string,
): Promise<ComparedSeries[]> {
  await using queries = await NodeQueries.open(dialler, node, 'study');
  const series = await seriesThere(queries, node.name, studyInstanceUid);
  return withMissing(series, await imagesHere(archive, actor, scope, studyInstanceUid));
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
