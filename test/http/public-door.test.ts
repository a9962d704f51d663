import { afterEach, expect, it } from 'vitest';
import { silentLogger } from '../../src/base/index.ts';
import type { Health } from '../../src/contract/index.ts';
import { createPublicDoor, type Door } from '../../src/http/index.ts';

const doors: Door[] = [];
afterEach(() => Promise.all(doors.splice(0).map((door) => door.close())));

async function open(health: Health): Promise<string> {
  const door = createPublicDoor({
    host: '127.0.0.1',
    port: 0,
    logger: silentLogger,
    health: () => health,
    metrics: () => [{ name: 'isocenter_up', help: 'Up', type: 'gauge', samples: [{ value: 1 }] }],
  });
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

it('shows metrics and nothing of the control API', async () => {
  const base = await open({ status: 'ok', reasons: [] });
  expect(await (await fetch(`${base}/metrics`)).text()).toContain('isocenter_up 1');
  const api = await fetch(`${base}/api/status`);
  expect(api.status).toBe(404);
  expect(await api.json()).toMatchObject({ code: 'input/no-such-place' });
});

it('says which address it cannot have', async () => {
  const port = Number(new URL(await open({ status: 'ok', reasons: [] })).port);
  const second = createPublicDoor({
    host: '127.0.0.1',
    port,
    logger: silentLogger,
    health: () => ({ status: 'ok', reasons: [] }),
    metrics: () => [],
  });
  await expect(second.listen()).rejects.toMatchObject({
    code: 'control/failed',
    params: { address: `127.0.0.1:${port}` },
  });
  await second.close();
});
