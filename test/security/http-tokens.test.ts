import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedToken, FindResult, Stats } from '../../src/contract/index.ts';
import { isocenter, isocenterJson } from '../support/command-line.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';
import { TemporaryDirectory } from '../support/temp.ts';

let directory: TemporaryDirectory;
let home: { data: string };
let server: IsocenterServer;
let early: CreatedToken;

const create = (...args: string[]) => isocenterJson<CreatedToken>(home, ['token', 'create', ...args]);

beforeAll(async () => {
  directory = new TemporaryDirectory('tokens');
  home = { data: directory.join('data') };
  // No server runs yet: the command works on the data directory.
  early = await create('early', '--role', 'viewer');
  server = await startIsocenter(home);
  await isocenter(server, 'demo');
});
afterAll(async () => {
  await server.stop();
  directory.remove();
});

async function ask(
  path: string,
  authorization?: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`http://127.0.0.1:${server.httpPort}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(authorization && { authorization }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as unknown };
}

async function studiesSeenBy(token: string): Promise<string[]> {
  const { body } = await ask('/api/find', `Bearer ${token}`, { level: 'study', match: {} });
  return (body as FindResult).rows.map((row) => String(row.StudyInstanceUID));
}

describe('a token', () => {
  it('made while no server ran works, as bearer and as a password that DICOM tools send', async () => {
    expect((await studiesSeenBy(early.token)).length).toBeGreaterThan(1);
    const basic = `Basic ${Buffer.from(`anyone:${early.token}`).toString('base64')}`;
    expect((await ask('/api/stats', basic)).status).toBe(200);
  });

  it('of one study sees nothing of the others, by any query', async () => {
    const [chosen = '', other = ''] = await studiesSeenBy(early.token);
    const { token } = await create('scoped', '--role', 'viewer', '--study', chosen, '--expires', '1h');
    expect(await studiesSeenBy(token)).toEqual([chosen]);
    for (const level of ['study', 'series', 'instance']) {
      const query = { level, match: { StudyInstanceUID: other } };
      expect((await ask('/api/find', `Bearer ${token}`, query)).body).toEqual({ rows: [], more: false });
    }
    const stats = (await ask('/api/stats', `Bearer ${token}`)).body as Stats;
    expect(Math.max(...stats.modalities.map(({ studies }) => studies))).toBe(1);
    // Of the whole archive they tell nothing: neither how much there is, nor what waits for others.
    const [{ instances = 0, bytes = 0 } = {}] = stats.modalities;
    const all = { patients: 1, studies: 1, series: expect.any(Number) };
    expect(stats.counts).toEqual({ ...all, instances, files: 0, bytes });
    const whole = (await ask('/api/stats', `Bearer ${early.token}`)).body as Stats;
    expect(whole.counts.instances).toBeGreaterThan(instances);
    expect(whole.counts).toMatchObject({ conflicts: 0, trash: 0, quarantined: 0 });
  });

  it('may not make itself a better one', async () => {
    const more = { name: 'more', rights: ['administer'], scope: { kind: 'everything' } };
    expect(await ask('/api/tokens', `Bearer ${early.token}`, more)).toMatchObject({
      status: 403,
      body: { code: 'archive/forbidden' },
    });
  });

  it('is refused from the moment it is revoked', async () => {
    const { id, token } = await create('short-lived', '--role', 'viewer');
    expect((await ask('/api/stats', `Bearer ${token}`)).status).toBe(200);
    expect((await isocenter(server, 'token', 'revoke', id)).code).toBe(0);
    expect((await ask('/api/stats', `Bearer ${token}`)).status).toBe(401);
  });

  it('stands in no log', async () => {
    await ask('/api/stats', `Bearer ${early.token}`);
    await ask(`/api/stats?token=${early.token}`);
    expect(server.stderr + server.process.stdout).not.toContain(early.token.slice(-43));
  });
});

describe('nobody', () => {
  it.each([
    ['nothing', undefined],
    ['an empty token', 'Bearer '],
    ['no token at all', 'Bearer iso_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['a scheme we do not know', 'Negotiate abc'],
    ['no colon', 'Basic YWJj'],
    ['a JSON web token without a signature', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.'],
  ])('gets in with %s', async (_, authorization) => {
    const answer = await ask('/api/stats', authorization);
    expect(answer).toMatchObject({ status: 401, body: { code: 'access/unauthenticated' } });
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  });

  it('is heard before a body is read', async () => {
    const response = await fetch(`http://127.0.0.1:${server.httpPort}/api/find`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"not": json',
    });
    expect(response.status).toBe(401);
  });

  it('is let in by another site: no answer allows one', async () => {
    const { headers } = await ask('/api/stats', `Bearer ${early.token}`, undefined, {
      origin: 'https://evil.example',
    });
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('may guess a password for long', async () => {
    const guess = (i: number) =>
      ask('/api/stats', `Basic ${Buffer.from(`ada:guess ${i}`).toString('base64')}`);
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push(await guess(i));
    expect(answers.slice(0, 5).map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    expect(answers[5]).toMatchObject({ status: 429, body: { code: 'access/too-many-attempts' } });
    expect(Number(answers[5]!.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
