/** Askers with a thousand grants, and what an archive has to have for these to cover something. */
import type { Catalog } from '../src/catalog/index.ts';
import type { ScopeRule } from '../src/contract/index.ts';
import { Browser } from '../test/support/browser.ts';
import { uid } from '../test/support/corpus.ts';
import type { RunningWeb } from './peers/web.ts';
import { studyAttributes } from './queries.ts';

const GRANTS = 1_000;
/** So many collections share all studies. */
const COLLECTIONS = 2_000;
/** One study in so many has a label; its value is one of as many as there are grants. */
const LABELLED = 40;
const PATIENTS_OF_PERSON = 2;
const who = { actor: 'bench', at: '2026-01-01T00:00:00.000Z' };

export const studyUid = (study: number): string => uid(70, study);
export const collectionOf = (study: number): string => `C${study % COLLECTIONS}`;

const patientKeyOf = (study: number, studies: number): string =>
  `${studyAttributes(study, studies).PatientID}\\domain\\`;

/** Spread over all of them. */
const pick = (n: number, studies: number): number => (n * 7_919) % studies;

interface Kind {
  readonly what: string;
  rule(n: number, studies: number): ScopeRule;
}

const kinds: readonly Kind[] = [
  { what: 'studies', rule: (n, studies) => ({ studyInstanceUid: studyUid(pick(n, studies)) }) },
  { what: 'patients', rule: (n, studies) => ({ patientKey: patientKeyOf(pick(n, studies), studies) }) },
  { what: 'persons', rule: (n) => ({ person: `person-${n}` }) },
  { what: 'labels', rule: (n) => ({ label: 'trial', value: `T${n}` }) },
  { what: 'collections', rule: (n) => ({ collection: `C${n}` }) },
];
/** Persons and labels; collections come with the instances. */
export async function addPersonsAndLabels(catalog: Catalog, studies: number): Promise<void> {
  for (let n = 0; n < GRANTS; n++) {
    const first = pick(n, studies / PATIENTS_OF_PERSON) * PATIENTS_OF_PERSON;
    const patientKeys = [first, first + 1].map((study) => patientKeyOf(study, studies));
    await catalog.merge({ personUid: `person-${n}`, name: `Person ${n}`, patientKeys }, who);
  }
  for (let study = 0; study < studies; study += LABELLED) {
    const value = `T${(study / LABELLED) % GRANTS}`;
    await catalog.label({ target: 'study', uid: studyUid(study), name: 'trial', value }, who);
  }
}

/** Somebody who asks: the server with what they prove who they are with. */
export interface Asker {
  readonly who: string;
  readonly server: Pick<RunningWeb, 'pid' | 'httpPort' | 'headers'>;
}

/**
 * Tokens that reach what a thousand rules of each kind cover, and a person with a thousand grants of all kinds, logged in.
 * @param administrator with a token.
 * @param name of an account that nobody has yet.
 */
export async function grantedAskers(
  administrator: Asker['server'],
  studies: number,
  name: string,
): Promise<Asker[]> {
  const askers: Asker[] = [];
  for (const { what, rule } of kinds) {
    const headers = await tokenFor(administrator, what, (n) => rule(n, studies));
    askers.push({ who: `who may see 1,000 ${what}`, server: { ...administrator, headers } });
  }
  const headers = await accountWith(administrator, name, (n) => kinds[n % kinds.length]!.rule(n, studies));
  return [...askers, { who: 'a user with 1,000 grants of all kinds', server: { ...administrator, headers } }];
}

const rights = ['find', 'read'];
const rulesOf = (...rules: readonly ScopeRule[]) => ({ kind: 'rules', rules });

async function tokenFor(
  administrator: Asker['server'],
  name: string,
  rule: (n: number) => ScopeRule,
): Promise<Record<string, string>> {
  const scope = rulesOf(...Array.from({ length: GRANTS }, (_, n) => rule(n)));
  const created = await post(administrator, '/api/tokens', { name, rights, scope, expiresAt: null });
  return { authorization: `Bearer ${(created as { token: string }).token}` };
}

async function accountWith(
  administrator: Asker['server'],
  name: string,
  rule: (n: number) => ScopeRule,
): Promise<Record<string, string>> {
  const password = 'seven planks on two trestles';
  await post(administrator, '/api/users', { name, password });
  for (let n = 0; n < GRANTS; n++) {
    const grant = { rights, scope: rulesOf(rule(n)), expiresAt: null };
    await post(administrator, `/api/users/${name}/grants`, grant);
  }
  const browser = new Browser(`http://127.0.0.1:${administrator.httpPort}`);
  const { status } = await browser.post('/login', { name, password });
  if (status !== 303) throw new Error(`logging in answered ${status}`);
  return { cookie: [...browser.cookies].map(([cookie, value]) => `${cookie}=${value}`).join('; ') };
}

async function post({ httpPort, headers }: Asker['server'], path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${httpPort}${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${await response.text()}`);
  return await response.json();
}
