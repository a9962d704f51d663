/** Short lists for people to choose from, for who may see everything. */
import type { Label, ListedScanner, Person } from '../catalog/index.ts';
import type { Actor, Scope } from '../contract/index.ts';
import type { ArchiveParts } from './parts.ts';
import { requireEverything } from './require-everything.ts';

export async function listPersons(
  { catalog }: ArchiveParts,
  actor: Actor,
  scope: Scope,
  { limit, after }: { readonly limit: number; readonly after: string },
): Promise<Person[]> {
  requireEverything(actor, scope, 'list persons');
  return await catalog.persons(limit, after);
}

export async function listLabels(
  { catalog }: ArchiveParts,
  actor: Actor,
  scope: Scope,
  { target, uid }: Pick<Label, 'target' | 'uid'>,
): Promise<Label[]> {
  requireEverything(actor, scope, 'list labels');
  return await catalog.labels(target, uid);
}

export async function listScanners(
  { catalog }: ArchiveParts,
  actor: Actor,
  scope: Scope,
  limit: number,
): Promise<ListedScanner[]> {
  requireEverything(actor, scope, 'list scanners');
  return await catalog.scanners(limit);
}
