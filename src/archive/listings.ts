/** Short lists for people to choose from. */
import type {
  Label,
  ListedCollection,
  ListedPatient,
  ListedScanner,
  ParameterDefinition,
  PatientFilter,
  Person,
} from '../catalog/index.ts';
import type { Actor, Scope } from '../contract/index.ts';
import type { ArchiveParts } from './parts.ts';
import { requireEverything } from './require-everything.ts';

export function listPatients(
  { catalog }: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  filter: PatientFilter,
): Promise<ListedPatient[]> {
  return catalog.patients(scope, filter);
}

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

export function listCollections(
  { catalog }: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  limit: number,
): Promise<ListedCollection[]> {
  return catalog.collections(scope, limit);
}

/** What series can be searched by, beside their elements. */
export function listParameters({ catalog }: ArchiveParts): readonly ParameterDefinition[] {
  return catalog.parameters;
}
