/** What is kept, by its own path; who somebody is; and what a person sees who has to choose. On a real server. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResultFor } from '../../src/contract/index.ts';
import { Browser } from '../support/browser.ts';
import { isocenter, isocenterJson } from '../support/command-line.ts';
import { type CorpusInstance, corpus, type Position } from '../support/corpus.ts';
import { dataSetOf } from '../support/multipart.ts';
import { sha256 } from '../support/pixels.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';

/** The second one is of long ago. */
const dates = ['20240102', '20110304'];
const shape = {
  ...({ kind: 'tiny', studies: 2, instancesPerSeries: 1, seed: 61 } as const),
  override: ({ study }: Position) => ({ StudyDate: dates[study]! }),
};
const [shown, hidden] = [...corpus(shape)] as [CorpusInstance, CorpusInstance];
const other = [
  ...corpus({ ...shape, override: (at) => ({ ...shape.override(at), SeriesDescription: 'other content' }) }),
][0]!;
const password = 'correct horse battery staple';

let server: IsocenterServer;
let url = '';
const tokens: Record<string, string> = {};

async function ask<T>(path: string, as = 'admin', method = 'GET', body?: unknown) {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${tokens[as]}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, json: () => JSON.parse(text) as T };
}

async function store(instance: CorpusInstance): Promise<void> {
  const headers = { authorization: `Bearer ${tokens.admin}`, 'content-type': 'application/dicom' };
  const body = Buffer.from(instance.encode());
  expect((await fetch(`${url}/api/instances`, { method: 'POST', headers, body })).status).toBe(200);
}

async function makeToken(name: string, ...args: string[]): Promise<void> {
  const made = await isocenterJson<{ token: string }>(server, ['token', 'create', name, ...args]);
  tokens[name] = made.token;
}

beforeAll(async () => {
  server = await startIsocenter();
  url = `http://127.0.0.1:${server.httpPort}`;
  await makeToken('admin', '--role', 'administrator');
  await makeToken('scoped', '--role', 'viewer', '--study', shown.studyInstanceUid);
  await makeToken('editor', '--role', 'editor', '--study', shown.studyInstanceUid);
  for (const instance of [shown, hidden, other]) await store(instance);
}, 120_000);
afterAll(() => server?.stop());

describe('what is kept', () => {
  const pathsOf = ({ studyInstanceUid, seriesInstanceUid, sopInstanceUid }: CorpusInstance) => [
    `/api/studies/${studyInstanceUid}`,
    `/api/studies/${studyInstanceUid}/series`,
    `/api/series/${seriesInstanceUid}`,
    `/api/instances/${sopInstanceUid}`,
  ];

  it('has a path of its own', async () => {
    const [study, series, one, instance] = pathsOf(shown);
    const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = shown;
    expect((await ask(study!)).json()).toMatchObject({ StudyInstanceUID: studyInstanceUid });
    const rows = (await ask<ResultFor<'studySeries'>>(series!)).json().rows;
    expect(rows).toMatchObject([
      { SeriesInstanceUID: seriesInstanceUid, StudyInstanceUID: studyInstanceUid },
    ]);
    expect((await ask(one!)).json()).toMatchObject({ SeriesInstanceUID: seriesInstanceUid });
    expect((await ask(instance!)).json()).toMatchObject({ SOPInstanceUID: sopInstanceUid });
  });

  it('does not exist for who may not see it', async () => {
    for (const path of pathsOf(hidden)) {
      expect({ path, status: (await ask(path, 'scoped')).status }).toEqual({ path, status: 404 });
      expect((await ask(path)).status).toBe(200);
    }
    for (const path of pathsOf(shown)) expect((await ask(path, 'scoped')).status).toBe(200);
    const { rows } = (await ask<ResultFor<'studiesList'>>('/api/studies', 'scoped')).json();
    expect(rows.map(({ StudyInstanceUID }) => StudyInstanceUID)).toEqual([shown.studyInstanceUid]);
  });

  it('is listed in pages', async () => {
    const first = (await ask<ResultFor<'studiesList'>>('/api/studies?limit=1')).json();
    expect(first).toMatchObject({ more: true, next: expect.any(String) });
    const after = encodeURIComponent(first.next!);
    const second = (await ask<ResultFor<'studiesList'>>(`/api/studies?limit=1&after=${after}`)).json();
    expect(second.more).toBe(false);
    const uids = [...first.rows, ...second.rows].map(({ StudyInstanceUID }) => StudyInstanceUID);
    expect(uids.sort()).toEqual([shown.studyInstanceUid, hidden.studyInstanceUid].sort());
  });

  it('is listed in the order in which it came, whatever date a study has', async () => {
    const uids = async (path: string) => {
      const { rows } = (await ask<ResultFor<'studiesList'>>(path)).json();
      return rows.map(({ StudyInstanceUID }) => StudyInstanceUID);
    };
    const [earlier, later] = [shown.studyInstanceUid, hidden.studyInstanceUid];
    expect(await uids('/api/studies')).toEqual([earlier, later]);
    expect(await uids('/api/studies?order=arrival')).toEqual([later, earlier]);
    const path = '/api/studies?order=arrival&limit=1';
    const { next } = (await ask<ResultFor<'studiesList'>>(path)).json();
    expect(await uids(`${path}&after=${encodeURIComponent(next!)}`)).toEqual([earlier]);
  });
});

it('a conflict shows what each content says, and gives its file', async () => {
  const { conflicts } = (await ask<ResultFor<'conflictsList'>>('/api/conflicts')).json();
  const [{ id, contenders }] = conflicts as [(typeof conflicts)[0]];
  expect(Object.keys(contenders[0]!).sort(), 'as the contract says').toEqual(
    ['current', 'digest', 'receivedAt', 'sender', 'size'].sort(),
  );
  const conflict = (await ask<ResultFor<'conflictShow'>>(`/api/conflicts/${id}`)).json();
  const described = conflict.contenders.map(({ header }) => header.SeriesDescription);
  expect(described[1]).toBe('other content');
  expect(described[0]).not.toBe('other content');
  for (const { digest, size } of conflict.contenders) {
    const path = `${url}/api/conflicts/${id}/contents/${digest}`;
    const response = await fetch(path, { headers: { authorization: `Bearer ${tokens.admin}` } });
    expect(response.headers.get('content-type')).toBe('application/dicom');
    const file = Buffer.from(await response.arrayBuffer());
    expect(file).toHaveLength(size);
    expect(file.toString('latin1', 128, 132)).toBe('DICM');
    expect(sha256(dataSetOf(file))).toBe(digest);
  }
  const printed = await isocenter(server, 'conflicts', 'show', id);
  expect(printed).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/SeriesDescription.*other content/),
  });
  for (const path of [`/api/conflicts/${id}`, `/api/conflicts/${id}/contents/${contenders[0]!.digest}`])
    expect((await ask(path, 'scoped')).status).toBe(403);
  for (const unknown of ['999', 'x', '1e3'])
    expect((await ask(`/api/conflicts/${unknown}`)).status).toBe(404);
});

it('a person is shown and called something else', async () => {
  const { patients } = (await ask<ResultFor<'patientsList'>>('/api/patients')).json();
  const patientKeys = patients.map(({ patientKey }) => patientKey).sort();
  const made = await ask<ResultFor<'personMerge'>>('/api/persons', 'admin', 'POST', {
    name: 'A',
    patientKeys,
  });
  const path = `/api/persons/${made.json().uid}`;
  expect((await ask(path, 'admin', 'PATCH', { name: 'Berta' })).json()).toMatchObject({ name: 'Berta' });
  const person = (await ask<ResultFor<'personShow'>>(path)).json();
  expect({ ...person, patientKeys: [...person.patientKeys].sort() }).toEqual({
    ...{ uid: made.json().uid, name: 'Berta', patientKeys },
  });
  const seen = (await ask<ResultFor<'personShow'>>(path, 'scoped')).json();
  expect(seen.patientKeys, 'whom they see').toHaveLength(1);
  expect((await ask(path, 'editor', 'PATCH', { name: 'x' })).status, 'a part of them').toBe(404);
  for (const method of ['GET', 'PATCH'])
    expect(
      (await ask('/api/persons/x', 'admin', method, method === 'GET' ? undefined : { name: 'x' })).status,
    ).toBe(404);
});

it('edits are listed, with what they were made from', async () => {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = hidden;
  const identity = { studyInstanceUid, seriesInstanceUid, sopInstanceUid };
  const path = `/api/revisions?${new URLSearchParams(identity)}`;
  const list = async () => (await ask<ResultFor<'revisionsList'>>(path)).json().revisions;
  const [original, ...none] = await list();
  expect(none).toEqual([]);
  expect(original).toMatchObject({ state: 'original', madeFrom: null, current: true });
  const change = { StudyDescription: 'edited' };
  expect((await ask('/api/revisions', 'admin', 'POST', { ...identity, change })).status).toBe(200);
  expect(await list()).toMatchObject([
    { digest: original!.digest, current: false },
    { state: 'revision', madeFrom: original!.digest, current: true },
  ]);
  const compared = await ask<ResultFor<'revisionsCompare'>>(path.replace('?', '/compare?'));
  const said = compared.json().revisions.map(({ header }) => header.StudyDescription);
  expect(said.at(-1)).toBe('edited');
  expect(said[0]).not.toBe('edited');
  expect((await ask(path.replace('?', '/compare?'), 'editor')).status).toBe(404);
  expect((await ask('/api/revisions/revert', 'admin', 'POST', identity)).status).toBe(200);
  expect((await list()).map(({ current }) => current)).toEqual([true, false]);
  expect((await ask(path, 'editor')).status).toBe(404);
  const unknown = new URLSearchParams({ ...identity, sopInstanceUid: '1.2.3' });
  expect((await ask(`/api/revisions?${unknown}`)).status).toBe(404);
});

describe('who somebody is', () => {
  it('is said to tokens, with how far their rights reach', async () => {
    const me = (await ask<ResultFor<'me'>>('/api/me', 'scoped')).json();
    const on = `study ${shown.studyInstanceUid}`;
    expect(me).toMatchObject({ actor: { kind: 'token' }, session: null });
    expect(me.may).toEqual([
      { right: 'find', on },
      { right: 'view', on },
      { right: 'download', on },
    ]);
    expect((await ask('/api/me', 'nobody')).status).toBe(401);
  });

  it('sessions are listed and ended by who has them, and by administrators', async () => {
    const grant = { rights: ['find'], scope: { kind: 'everything' }, expiresAt: null };
    for (const name of ['ada', 'eve'])
      expect((await ask('/api/users', 'admin', 'POST', { name, password, grant })).status).toBe(200);
    const logIn = async (name: string) => {
      const browser = new Browser(url);
      expect(await browser.post('/login', { name, password })).toMatchObject({ status: 303 });
      const cookie = [...browser.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
      return async (path: string, method = 'GET') => {
        const response = await fetch(`${url}${path}`, { method, headers: { cookie, origin: url } });
        return { status: response.status, body: (await response.json()) as Record<string, unknown> };
      };
    };
    const [one, two, eve] = [await logIn('ada'), await logIn('ada'), await logIn('eve')];
    const me = (await one('/api/me')).body as ResultFor<'me'>;
    expect(me).toMatchObject({ actor: { kind: 'user', name: 'ada' }, session: { isCurrent: true } });
    const { sessions } = (await one('/api/me/sessions')).body as ResultFor<'mySessions'>;
    expect(sessions.map(({ isCurrent }) => isCurrent).sort()).toEqual([false, true]);
    const others = sessions.find(({ isCurrent }) => !isCurrent)!.id;
    expect((await eve(`/api/me/sessions/${others}`, 'DELETE')).status, 'of somebody else').toBe(404);
    expect((await eve('/api/users/ada/sessions')).status).toBe(403);
    expect((await one(`/api/me/sessions/${others}`, 'DELETE')).status).toBe(200);
    expect((await two('/api/me')).status, 'ended').toBe(401);
    const path = '/api/users/ada/sessions';
    const left = (await ask<ResultFor<'userSessions'>>(path)).json().sessions;
    expect(left.map(({ id }) => id)).toEqual([me.session!.id]);
    expect((await ask(`${path}/${left[0]!.id}`, 'admin', 'DELETE')).status).toBe(200);
    expect((await one('/api/me')).status).toBe(401);
    expect((await ask(`${path}/${left[0]!.id}`, 'admin', 'DELETE')).status).toBe(404);
    expect((await ask('/api/users/nobody/sessions')).status).toBe(404);
    expect((await ask('/api/me/sessions', 'scoped')).status, 'a token has none').toBe(403);
  });
});
