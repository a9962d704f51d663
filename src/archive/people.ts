import { randomUUID } from 'node:crypto';
import { IsocenterError } from '../base/index.ts';
import type { Label, Person, Somebody } from '../catalog/index.ts';
import { type Actor, everything, type Scope } from '../contract/index.ts';
import { decide } from './decide.ts';
import type { ArchiveParts } from './parts.ts';
import type { RecordPayloads } from './records.ts';
import { requireCollection, requireSeen, requireWithin } from './within-scope.ts';

/** Sets a label of a patient, study or series; a value of null takes it away. */
export async function label(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  payload: RecordPayloads['label'],
): Promise<void> {
  await requireWithin(parts, actor, scope, payload);
  await decide(parts, 'label', payload, actor);
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

/**
 * Puts studies into a collection, or with null into none; those that are not there yet go to it when they come. Who sees a part of
 * the archive moves studies of it between collections of it.
 */
export async function collect(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  payload: RecordPayloads['collect'],
): Promise<void> {
  if (scope.kind !== 'everything') {
    const { studyInstanceUids, collection } = payload;
    if (collection !== null) requireCollection(scope, collection);
    const before = await parts.catalog.collectionsOfStudies(scope, studyInstanceUids);
    for (const uid of studyInstanceUids) {
      const from = before.get(uid);
      if (from === undefined) throw new IsocenterError('archive/not-found', { what: 'study' });
      if (from !== null) requireCollection(scope, from);
    }
  }
  await decide(parts, 'collect', payload, actor);
}

/**
 * Says that patients are one person, by their keys. Nothing of the patients changes; `split` undoes it. A person who is among them with
 * all of their patients stays who they are: links and documents of theirs name them.
 */
export async function merge(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  request: { readonly name: string; readonly patientKeys: readonly string[] },
): Promise<Person> {
  await requirePatients(parts, actor, scope, request.patientKeys);
  const [first] = request.patientKeys;
  if (first === undefined) throw new IsocenterError('input/invalid', { reason: 'No patient is named.' });
  const personUid = (await personWithin(parts, request.patientKeys)) ?? randomUUID();
  await decide(parts, 'merge', { personUid, ...request }, actor);
  const person = await parts.catalog.personOf(first);
  if (!person) throw new IsocenterError('archive/not-found', { what: 'patient' });
  return person;
}

/** The first person whose patients are all among the given ones. */
async function personWithin(
  { catalog }: ArchiveParts,
  patientKeys: readonly string[],
): Promise<string | undefined> {
  const given = new Set(patientKeys);
  for (const key of patientKeys) {
    const person = await catalog.personOf(key);
    if (person?.patientKeys.every((each) => given.has(each))) return person.uid;
  }
  return undefined;
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

/** Whose study it is. Throws `archive/not-found`. */
export async function personOfStudy(
  { catalog }: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  studyInstanceUid: string,
): Promise<Somebody> {
  const patientKey = await catalog.patientOfStudy(scope, studyInstanceUid);
  const [somebody] = patientKey === undefined ? [] : await catalog.peopleOf(scope, [patientKey]);
  if (!somebody) throw new IsocenterError('archive/not-found', { what: 'study' });
  return somebody;
}

/** Calls a person something else: the same merge once more, under another name. */
export async function rename(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  { uid, name }: Readonly<Record<'uid' | 'name', string>>,
): Promise<Person> {
  await requireWithin(parts, actor, scope, { target: 'person', uid });
  const { patientKeys } = await onePerson(parts, actor, everything, uid);
  await decide(parts, 'merge', { personUid: uid, name, patientKeys }, actor);
  return { uid, name, patientKeys };
}

/** Takes patients out of a person again. */
export async function split(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  payload: RecordPayloads['split'],
): Promise<void> {
  await requirePatients(parts, actor, scope, payload.patientKeys);
  await decide(parts, 'split', payload, actor);
}

/** Says that people who look alike are different ones, or takes that back. */
export async function tellApart(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  payload: RecordPayloads['different'],
): Promise<void> {
  await requirePatients(parts, actor, scope, payload.people.flat());
  await decide(parts, 'different', payload, actor);
}

async function requirePatients(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  keys: readonly string[],
): Promise<void> {
  for (const uid of keys) await requireWithin(parts, actor, scope, { target: 'patient', uid });
}
