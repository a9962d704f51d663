import type { FastifyInstance } from 'fastify';
import { IsocenterError, silentLogger } from '../../src/base/index.ts';
import { type Caller, everything, type Right, rights } from '../../src/contract/index.ts';
import { type Authenticate, createPublicDoor } from '../../src/http/index.ts';

/** Somebody who may do everything, unless the test says otherwise. */
export const callerWith = (caller: Partial<Caller> = {}): Caller => ({
  actor: { kind: 'user', name: 'tester' },
  scope: everything,
  rights: new Set<Right>(rights),
  address: '127.0.0.1',
  ...caller,
});

/** Knows each caller by the name in `authorization: Test NAME`. */
export const callersByName =
  (callers: Readonly<Record<string, Caller>>): Authenticate =>
  async ({ headers: { authorization = '' } }) => {
    const caller = callers[authorization.replace(/^Test /, '')];
    if (!caller) throw new IsocenterError('archive/forbidden', { actor: 'nobody', action: 'anything' });
    return caller;
  };

export interface OpenDoor extends AsyncDisposable {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
}

/** The public door with some routes, on a free loopback port. */
export async function openDoor(...routes: readonly ((server: FastifyInstance) => void)[]): Promise<OpenDoor> {
  const door = createPublicDoor({
    host: '127.0.0.1',
    port: 0,
    logger: silentLogger,
    health: () => ({ status: 'ok', reasons: [] }),
    routes,
  });
  const { port } = await door.listen();
  return { port, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => door.close() };
}
