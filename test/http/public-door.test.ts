import { afterEach, expect, it } from 'vitest';
import { IsocenterError, silentLogger } from '../../src/base/index.ts';
import type { Health } from '../../src/contract/index.ts';
import { apiRoutes, createPublicDoor, type Door } from '../../src/http/index.ts';
import { fakeControl } from '../support/fake-control.ts';

const doors: Door[] = [];
afterEach(() => Promise.all(doors.splice(0).map((door) => door.close())));

const common = {
  host: '127.0.0.1',
  logger: silentLogger,
  routes: [
    apiRoutes({
      control: fakeControl({}),
      logger: silentLogger,
      authenticate: async () => {
        throw new IsocenterError('access/unauthenticated', { reason: 'the test knows nobody' });
      },
    }),
  ],
};

async function open(health: Health): Promise<string> {
  const door = createPublicDoor({ ...common, port: 0, health: () => health });
  doors.push(door);
  const { port } = await door.listen();
  return `http://127.0.0.1:${port}`;
}

it.each([
  ['ok', 200],
  ['degraded', 200],
  ['starting', 503],
  ['draining', 503],
] as const)('health %s answers %d', async (status, code) => {
  const response = await fetch(`${await open({ status, reasons: [] })}/health`);
  expect(response.status).toBe(code);
  expect(await response.json()).toEqual({ status, reasons: [] });
});

it('shows nothing of the API', async () => {
  const base = await open({ status: 'ok', reasons: [] });
  const api = await fetch(`${base}/api/status`);
  expect(api.status).toBe(401);
  expect(api.headers.get('www-authenticate')).toBe(
    'Bearer realm="isocenter", Basic realm="isocenter", charset="UTF-8"',
  );
  expect(await api.json()).toMatchObject({ code: 'access/unauthenticated' });
});

it('says which address it cannot have', async () => {
  const port = Number(new URL(await open({ status: 'ok', reasons: [] })).port);
  const second = createPublicDoor({ ...common, port, health: () => ({ status: 'ok', reasons: [] }) });
  await expect(second.listen()).rejects.toMatchObject({
    code: 'control/failed',
    params: { address: `127.0.0.1:${port}` },
  });
  await second.close();
});

it('answers so that nothing is guessed, kept by a cache, framed, or told to other sites', async () => {
  const { headers } = await fetch(`${await open({ status: 'ok', reasons: [] })}/api/status`);
  expect(Object.fromEntries(headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  });
});
