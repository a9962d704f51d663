/** Short lists for people to choose from, of what they see. */
import { IsocenterError } from '../base/index.ts';
import type { Label, ListedScanner, Person } from '../catalog/index.ts';
import type { Actor, Scope } from '../contract/index.ts';
import type { ArchiveParts } from './parts.ts';
import { requireSeen } from './within-scope.ts';

export async function listPersons(
  { catalog }: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  page: { readonly limit: number; readonly after: string },
): Promise<Person[]> {
  return await catalog.persons(scope, page);
}

/** Of its patients those that are seen. Throws `archive/not-found`. */
export async function onePerson(
  { catalog }: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  uid: string,
): Promise<Person> {
  const [person] = await catalog.persons(scope, { uid });
  if (!person) throw new IsocenterError('archive/not-found', { what: 'person' });
  return person;
}

/** Throws `archive/not-found` for what is not seen. */
export async function listLabels(
  parts: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  { target, uid }: Pick<Label, 'target' | 'uid'>,
): Promise<Label[]> {
  await requireSeen(parts, scope, { target, uid });
  return await parts.catalog.labels(target, uid);
}

export async function listScanners(
  { catalog }: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  limit: number,
): Promise<ListedScanner[]> {
  return await catalog.scanners(scope, limit);
}
