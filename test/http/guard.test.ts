import type { FastifyInstance } from 'fastify';
import { expect, it } from 'vitest';
import { callerOf, guard } from '../../src/http/index.ts';
import { callersByName, callerWith, openDoor } from '../support/http-door.ts';

const authenticate = callersByName({
  finder: callerWith({ actor: { kind: 'user', name: 'finder' }, rights: new Set(['find']) }),
  reader: callerWith({ rights: new Set(['download']) }),
});

const routes = (server: FastifyInstance) =>
  void server.register(async (guarded) => {
    guard(guarded, authenticate);
    guarded.get('/guarded', { config: { right: 'find' } }, async (request) => callerOf(request).actor);
  });

it('lets in who has the right that a route declares, and nobody else', async () => {
  await using door = await openDoor(routes);
  const status = async (authorization?: string) =>
    (await fetch(`${door.url}/guarded`, { headers: authorization ? { authorization } : {} })).status;
  expect(await status('Test finder')).toBe(200);
  expect(await status('Test reader')).toBe(403);
  expect(await status()).toBe(403);
  // Nothing else of the door is touched.
  expect((await fetch(`${door.url}/health`)).status).toBe(200);
});

it('hands the caller to the route', async () => {
  await using door = await openDoor(routes);
  const response = await fetch(`${door.url}/guarded`, { headers: { authorization: 'Test finder' } });
  expect(await response.json()).toEqual({ kind: 'user', name: 'finder' });
});

it('refuses a route without a right when the door opens', async () => {
  const careless = (server: FastifyInstance) =>
    void server.register(async (guarded) => {
      guard(guarded, authenticate);
      guarded.get('/careless', async () => 'open');
    });
  await expect(openDoor(careless)).rejects.toThrow('GET /careless declares no right');
});
