/** Who may read the figures for Prometheus: they tell how much there is, and how much room is left. */
import { request } from 'node:http';
import { expect, it } from 'vitest';
import { metricsRoute } from '../../src/http/index.ts';
import { callersByName, callerWith, openDoor } from '../support/http-door.ts';

const authenticate = callersByName({
  admin: callerWith(),
  viewer: callerWith({ rights: new Set(['find', 'view', 'download']) }),
});

async function statusFor(headers: Record<string, string>, networks: readonly string[] = []) {
  const metrics = () =>
    [{ name: 'isocenter_up', help: 'Up', type: 'gauge', samples: [{ value: 1 }] }] as const;
  await using door = await openDoor(metricsRoute({ metrics, authenticate, networks }));
  const answer = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    request(`${door.url}/metrics`, { headers }, async (response) =>
      resolve({ status: response.statusCode, text: (await Array.fromAsync(response)).join('') }),
    )
      .on('error', reject)
      .end();
  });
  expect(answer.text.includes('isocenter_up 1')).toBe(answer.status === 200);
  return answer.status;
}

const proxied = { 'x-forwarded-for': '127.0.0.1' };
const named = { host: 'images.example.org' };

it.each([
  ['a program on this machine', {}, [], 200],
  ['somebody behind a proxy on this machine', proxied, [], 403],
  ['a page whose name was made to point here', named, [], 403],
  ['somebody in a network named', named, ['127.0.0.0/8'], 200],
  ['somebody in another', named, ['10.0.0.0/8'], 403],
  ['somebody behind a proxy in a network named', proxied, ['127.0.0.0/8'], 403],
  ['a viewer', { ...proxied, authorization: 'Test viewer' }, [], 403],
  ['an administrator', { ...proxied, authorization: 'Test admin' }, [], 200],
])('%s', async (_who, headers, networks, status) => {
  expect(await statusFor(headers as Record<string, string>, networks)).toBe(status);
});
