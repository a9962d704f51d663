import { duplexPair } from 'node:stream';
import { setTimeout as delay, setImmediate as tick } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { IsocenterError } from '../base/index.ts';
import { Dataset, writeDataset } from '../dicom/index.ts';
import {
  type AssociateOptions,
  acceptContexts,
  associate,
  type ClientAssociation,
  type ContextProposal,
  createDimseServer,
  type DimseHandlers,
  type DimseServer,
  type DimseServerOptions,
  type FindBatch,
  type StoreSink,
} from './index.ts';

const implicit = '1.2.840.10008.1.2';
const verification = '1.2.840.10008.1.1';
const mr = '1.2.840.10008.5.1.4.1.1.4';
const find = '1.2.840.10008.5.1.4.1.2.2.1';
const get = '1.2.840.10008.5.1.4.1.2.2.3';
const commitment = '1.2.840.10008.1.20.1';

const contexts: ContextProposal[] = [verification, find, get, commitment].map((abstractSyntax) => ({
  abstractSyntax,
  transferSyntaxes: [implicit],
}));
contexts.push({ abstractSyntax: mr, transferSyntaxes: [implicit], role: 'both' });

const accepting: DimseHandlers = {
  associate: ({ request }) => ({
    accept: true,
    ...acceptContexts(request, { transferSyntaxes: () => [implicit] }),
    session: 'somebody',
  }),
  echo: () => ({ status: 0 }),
};

const servers: DimseServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

function pairWith(handlers: DimseHandlers, options: Partial<DimseServerOptions<unknown>> = {}) {
  const server = createDimseServer({ handlers: { ...accepting, ...handlers }, ...options });
  servers.push(server);
  const [ours, theirs] = duplexPair();
  server.accept(theirs, { address: 'test', port: 0 });
  return { server, transport: ours, theirs };
}

function open(
  handlers: DimseHandlers,
  client: Partial<AssociateOptions> = {},
  server: Partial<DimseServerOptions<unknown>> = {},
): Promise<ClientAssociation> {
  const { transport } = pairWith(handlers, server);
  return associate(transport, { callingAeTitle: 'US', calledAeTitle: 'THEM', contexts, ...client });
}

const instance = (length = 1000) => ({
  sopClassUid: mr,
  sopInstanceUid: '1.2.3',
  transferSyntaxUid: implicit,
  dataSet: new Uint8Array(length).fill(7),
});

function collecting(into: Uint8Array[]): StoreSink {
  return { write: (chunk) => void into.push(chunk), end: async () => ({ status: 0 }), abort: () => {} };
}

const identifier = Dataset.of({ QueryRetrieveLevel: 'STUDY' });

describe('an association', () => {
  it('is negotiated, used and released', async () => {
    const ended = vi.fn();
    const association = await open({ ended });
    expect(association.info.contexts.size).toBe(5);
    expect(await association.echo()).toEqual({ status: 0 });
    expect(await association.echo()).toEqual({ status: 0 });
    await association.release();
    await tick();
    expect(ended).toHaveBeenCalledWith(
      expect.objectContaining({ session: 'somebody', callingAeTitle: 'US' }),
    );
  });

  it('answers unknown operations and SOP classes that do not fit the context', async () => {
    const association = await open({});
    expect(await association.store(instance())).toMatchObject({ status: 0x0211 });
    const action = { sopClassUid: commitment, sopInstanceUid: '1.2', typeId: 1 };
    expect(await association.nAction(action)).toMatchObject({ status: 0x0211 });
  });

  it('rejects when the server is full, and a bad AE title', async () => {
    const full = open({}, {}, { limits: { associations: 0 } });
    await expect(full).rejects.toThrow(/local limit exceeded \(transient\)/);
    await expect(open({}, { calledAeTitle: 'A\u0007B' })).rejects.toThrow(/called AE title/);
    await expect(open({}, { callingAeTitle: ' ' })).rejects.toThrow(/calling AE title/);
  });

  it('keeps the limit while requests are being decided on', async () => {
    const server = createDimseServer({
      handlers: { ...accepting, associate: (request) => delay(20).then(() => accepting.associate!(request)) },
      limits: { associations: 2 },
    });
    servers.push(server);
    const attempts = Array.from({ length: 5 }, () => {
      const [ours, theirs] = duplexPair();
      server.accept(theirs, { address: 'test', port: 0 });
      return associate(ours, { callingAeTitle: 'US', calledAeTitle: 'THEM', contexts });
    });
    const outcomes = (await Promise.allSettled(attempts)).map((outcome) => outcome.status);
    expect(outcomes.filter((status) => status === 'fulfilled')).toHaveLength(2);
  });

  it('rejects when the associate handler throws', async () => {
    const associateHandler = () => {
      throw new Error('no database');
    };
    await expect(open({ associate: associateHandler })).rejects.toThrow(/congestion/);
  });

  it('closes a connection on which nothing is asked for (ARTIM)', async () => {
    const { theirs } = pairWith({}, { limits: { artimMs: 30 } });
    const started = performance.now();
    await new Promise((resolve) => theirs.once('close', resolve));
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('is aborted when it is idle for too long, but not while a handler works', async () => {
    const slow = () => delay(120).then(() => ({ status: 0 }));
    const association = await open({ echo: slow }, {}, { limits: { idleMs: 40 } });
    expect(await association.echo()).toEqual({ status: 0 });
    const started = performance.now();
    await association.whenClosed();
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('gives up on a peer that does not answer', async () => {
    const association = await open({ echo: () => new Promise(() => {}) }, { limits: { idleMs: 40 } });
    await expect(association.echo()).rejects.toMatchObject({ code: 'dimse/timeout' });
  });

  it('survives a release collision', async () => {
    const [left, right] = duplexPair();
    const server = createDimseServer({ handlers: accepting });
    servers.push(server);
    server.accept(right, { address: 'test', port: 0 });
    const association = await associate(left, { callingAeTitle: 'US', calledAeTitle: 'THEM', contexts });
    // The peer's A-RELEASE-RQ, before it has seen ours.
    right.write(Buffer.from('05000000000400000000', 'hex'));
    await association.release();
    expect(association.isEnded).toBe(true);
  });

  it('refuses more contexts than an association can have', async () => {
    const many = Array.from({ length: 129 }, () => contexts[0]!);
    await expect(open({}, { contexts: many })).rejects.toMatchObject({ code: 'dimse/limit' });
  });
});

describe('a server that closes', () => {
  it('lets a running operation end first', async () => {
    const { server, transport } = pairWith({ echo: () => delay(80).then(() => ({ status: 0 })) });
    const association = await associate(transport, { callingAeTitle: 'US', calledAeTitle: 'THEM', contexts });
    const answer = association.echo();
    await delay(10);
    const closed = server.close({ drainMs: 5000 });
    expect(await answer).toEqual({ status: 0 });
    await closed;
    await association.whenClosed();
    expect(server.stats()).toMatchObject({ associations: 1, associationsOpen: 0, echoed: 1 });
  });

  it('aborts what does not end in time', async () => {
    const { server, transport } = pairWith({ echo: () => new Promise(() => {}) });
    const association = await associate(transport, { callingAeTitle: 'US', calledAeTitle: 'THEM', contexts });
    const answered = expect(association.echo()).rejects.toMatchObject({ code: 'dimse/aborted' });
    await delay(10);
    await server.close({ drainMs: 30 });
    await answered;
  });
});

describe('C-STORE', () => {
  it.each([0, 1, 999, 1000, 300_000])('passes %d bytes through unchanged, in small PDUs', async (length) => {
    const chunks: Uint8Array[] = [];
    const limits = { maximumLength: 1024 };
    const association = await open({ store: () => collecting(chunks) }, {}, { limits });
    const sent = instance(length);
    expect(await association.store(sent)).toEqual({ status: 0 });
    expect(Buffer.concat(chunks).equals(sent.dataSet)).toBe(true);
  });

  it('sends from iterables with chunks of odd lengths', async () => {
    const chunks: Uint8Array[] = [];
    const association = await open({ store: () => collecting(chunks) });
    async function* pieces() {
      for (const text of ['abc', '', 'd', 'efghi', 'j']) yield Buffer.from(text);
    }
    expect(await association.store({ ...instance(), dataSet: pieces() })).toEqual({ status: 0 });
    const reading = ['klm', 'nop'].map((text) => Buffer.from(text));
    await association.store({ ...instance(), dataSet: { read: () => reading.shift() } });
    expect(Buffer.concat(chunks).toString()).toBe('abcdefghijklmnop');
  });

  it('lets a source use its memory again when the third chunk after is asked for', async () => {
    const chunks: Uint8Array[] = [];
    const slow: StoreSink = {
      ...collecting(chunks),
      write: async (chunk) => {
        chunks.push(Buffer.from(chunk));
        await tick();
      },
    };
    const association = await open({ store: () => slow });
    const memory = Array.from({ length: 3 }, () => new Uint8Array(64 * 1024));
    async function* pieces() {
      for (let turn = 0; turn < 20; turn++) yield memory[turn % 3]!.fill(turn);
    }
    expect(await association.store({ ...instance(), dataSet: pieces() })).toEqual({ status: 0 });
    const sent = Array.from({ length: 20 }, (_, turn) => new Uint8Array(64 * 1024).fill(turn));
    expect(Buffer.concat(chunks).equals(Buffer.concat(sent))).toBe(true);
  });

  it('ends a source that is not read to its end', async () => {
    const ended = vi.fn();
    const association = await open({ store: () => collecting([]) });
    async function* endless() {
      try {
        for (;;) {
          await tick();
          yield new Uint8Array(64 * 1024);
        }
      } finally {
        ended();
      }
    }
    const stored = association.store({ ...instance(), dataSet: endless() });
    await tick();
    association.abort();
    await expect(stored).rejects.toThrow();
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce());
  });

  it('gives the memory of a data set back once the peer has it, and not when sending failed', async () => {
    const release = vi.fn();
    const association = await open({ store: () => collecting([]) });
    await association.store({ ...instance(300_000), release });
    expect(release).toHaveBeenCalledOnce();
    const lost = association.store({ ...instance(300_000), release });
    association.abort();
    await expect(lost).rejects.toThrow();
    expect(release).toHaveBeenCalledOnce();
  });

  it('keeps the association when a source cannot be opened, and loses it when one breaks off', async () => {
    const association = await open({ store: () => collecting([]) });
    // biome-ignore lint/correctness/useYield: fails before the first chunk
    async function* absent(): AsyncGenerator<Uint8Array> {
      throw new IsocenterError('store/not-found');
    }
    await expect(association.store({ ...instance(), dataSet: absent() })).rejects.toThrow(/No bytes/);
    expect(await association.echo()).toEqual({ status: 0 });
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(100);
      yield new Uint8Array(100);
      throw new IsocenterError('store/io', { what: 'the store', reason: 'EIO' });
    }
    await expect(association.store({ ...instance(), dataSet: broken() })).rejects.toThrow(/EIO/);
    await association.whenClosed();
  });

  const failures: Record<string, [unknown, number, string]> = {
    'a register error': [
      new IsocenterError('store/full', { what: 'the store' }),
      0xa700,
      'The disk that holds',
    ],
    'any other error, without its text': [new Error('Doe^John'), 0x0110, 'Internal error'],
  };
  it.each(Object.entries(failures))('answers %s with its status', async (_name, [error, status, comment]) => {
    const fail = (): never => {
      throw error;
    };
    const sinks: StoreSink[] = [
      { write: fail, end: fail, abort: () => {} },
      { write: () => Promise.reject(error), end: fail, abort: () => {} },
      { write: () => {}, end: () => Promise.reject(error), abort: () => {} },
    ];
    const opened = [fail, () => Promise.reject(error), ...sinks.map((sink) => () => sink)];
    const association = await open({ store: () => opened.shift()!() });
    while (opened.length > 0) {
      const answer = await association.store(instance(50_000));
      expect(answer).toMatchObject({ status, errorComment: expect.stringContaining(comment) });
      expect(answer.errorComment!.length).toBeLessThanOrEqual(64);
    }
  });

  it('stops reading while the sink is busy', async () => {
    let received = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    const sink: StoreSink = {
      write: (chunk) => {
        received += chunk.length;
        return promise;
      },
      end: async () => ({ status: 0 }),
      abort: () => {},
    };
    const association = await open({ store: () => sink });
    const stored = association.store(instance(8_000_000));
    await delay(50);
    expect(received).toBeLessThan(1_000_000);
    resolve();
    expect(await stored).toEqual({ status: 0 });
    expect(received).toBe(8_000_000);
  });

  it('aborts the sink when the connection is lost half-way', async () => {
    const aborted = Promise.withResolvers<unknown>();
    const sink: StoreSink = { write: () => {}, end: async () => ({ status: 0 }), abort: aborted.resolve };
    const association = await open({ store: () => sink });
    const { promise: never } = Promise.withResolvers<void>();
    async function* endless() {
      yield new Uint8Array(100);
      yield new Uint8Array(100);
      await never;
    }
    const stored = association.store({ ...instance(), dataSet: endless() });
    await delay(20);
    association.abort();
    await expect(stored).rejects.toMatchObject({ code: 'dimse/aborted' });
    expect(await aborted.promise).toMatchObject({ code: 'dimse/aborted' });
  });

  it.each([
    [undefined, 1],
    [{ maximumInvoked: 3, maximumPerformed: 1 }, 3],
    [{ maximumInvoked: 0, maximumPerformed: 1 }, 8],
  ])('performs as many at once as were negotiated: %j', async (asynchronousOperationsWindow, expected) => {
    let running = 0;
    let most = 0;
    const store = (): StoreSink => {
      most = Math.max(most, ++running);
      return {
        write: () => {},
        abort: () => {},
        end: async () => {
          await delay(2);
          running--;
          return { status: 0 };
        },
      };
    };
    const association = await open(
      { store },
      asynchronousOperationsWindow && { asynchronousOperationsWindow },
    );
    await Promise.all(Array.from({ length: 12 }, () => association.store(instance())));
    expect(most).toBe(expected);
  });
});

describe('C-FIND', () => {
  const match = writeDataset(Dataset.of({ StudyInstanceUID: '1.2.3' }), implicit);

  it('yields batches, warnings and the final status', async () => {
    async function* answers(): AsyncGenerator<FindBatch, { status: number }> {
      yield [match, Dataset.of({ StudyInstanceUID: '1.2.3' })];
      yield { warning: true, matches: [match] };
      yield [];
      return { status: 0xa700 };
    }
    const association = await open({ find: answers });
    const found = association.find({ sopClassUid: find, identifier });
    const matches = [];
    let step = await found.next();
    for (; !step.done; step = await found.next()) matches.push(step.value);
    expect(step.value).toEqual({ status: 0xa700 });
    expect(matches.map((row) => row.warning)).toEqual([false, false, true]);
    for (const row of matches) expect(Buffer.compare(row.identifier, match)).toBe(0);
  });

  it.each(['cancel', 'abort'])('stops the iteration on %s', async (how) => {
    const returned = Promise.withResolvers<void>();
    let signal: AbortSignal | undefined;
    async function* endless(request: { signal: AbortSignal }): AsyncGenerator<FindBatch> {
      signal = request.signal;
      try {
        for (;;) {
          yield Array(100).fill(match);
          await tick();
        }
      } finally {
        returned.resolve();
      }
    }
    const association = await open({ find: endless });
    for await (const _match of association.find({ sopClassUid: find, identifier })) {
      if (how === 'abort') association.abort();
      break;
    }
    await returned.promise;
    expect(signal?.aborted).toBe(true);
    if (how === 'cancel') expect(await association.echo()).toEqual({ status: 0 });
  });

  it('answers 20,000 matches quickly', async () => {
    const batch = Array<Uint8Array>(500).fill(match);
    async function* answers() {
      for (let i = 0; i < 40; i++) yield batch;
    }
    const association = await open({ find: answers });
    let count = 0;
    const started = performance.now();
    for await (const _match of association.find({ sopClassUid: find, identifier })) count++;
    expect(count).toBe(20_000);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('C-GET', () => {
  const instances = Array.from({ length: 5 }, (_, i) => ({ ...instance(), sopInstanceUid: `1.2.${i}` }));

  it('sends on the same association and names what failed', async () => {
    const association = await open({
      get: () => ({
        count: 6,
        items: [...instances, { outcome: 'failed', sopInstanceUid: '1.9', errorComment: 'no such codec' }],
      }),
    });
    const got: string[] = [];
    const store = (request: { sopInstanceUid: string }): StoreSink => {
      got.push(request.sopInstanceUid);
      return collecting([]);
    };
    const result = await association.get({ sopClassUid: get, identifier, store });
    expect(result).toMatchObject({ status: 0xb000, completed: 5, failed: 1, failedSopInstanceUids: ['1.9'] });
    expect(got).toEqual(instances.map((row) => row.sopInstanceUid));
  });

  it('fails the sub-operations for which no context was accepted', async () => {
    const items = [{ ...instance(), transferSyntaxUid: '1.2.840.10008.1.2.4.90' }];
    const association = await open({ get: () => ({ count: 1, items }) });
    const result = await association.get({ sopClassUid: get, identifier, store: () => collecting([]) });
    expect(result).toMatchObject({ status: 0xa702, failed: 1, failedSopInstanceUids: ['1.2.3'] });
  });

  it('can be cancelled', async () => {
    function* endless() {
      for (;;) yield instance();
    }
    const association = await open({ get: () => ({ count: 100_000, items: endless() }) });
    const controller = new AbortController();
    let count = 0;
    const store = (): StoreSink => {
      if (++count === 10) controller.abort();
      return collecting([]);
    };
    const result = await association.get({ sopClassUid: get, identifier, store, signal: controller.signal });
    expect(result.status).toBe(0xfe00);
    expect(result.remaining).toBeGreaterThan(0);
  });
});

describe('storage commitment', () => {
  it('is asked for by N-ACTION and reported on the same association', async () => {
    const reported = Promise.withResolvers<number>();
    const association = await open(
      {
        nAction: (request) => {
          const { sopClassUid, sopInstanceUid } = request;
          setImmediate(
            () =>
              void request.sendEventReport({ sopClassUid, sopInstanceUid, typeId: 1, dataSet: identifier }),
          );
          return { status: 0 };
        },
      },
      {
        handlers: {
          nEventReport: (request) => {
            reported.resolve(request.eventTypeId);
            return { status: 0 };
          },
        },
      },
    );
    const call = {
      sopClassUid: commitment,
      sopInstanceUid: '1.2.840.10008.1.20.1.1',
      typeId: 1,
      dataSet: identifier,
    };
    expect(await association.nAction(call)).toEqual({ status: 0 });
    expect(await reported.promise).toBe(1);
    await association.release();
  });
});
