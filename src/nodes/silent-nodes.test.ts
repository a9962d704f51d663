import { describe, expect, it } from 'vitest';
import type { StoredInstance } from '../archive/index.ts';
import { IsocenterError, systemClock } from '../base/index.ts';
import { failedToSend, type SentInstance } from './sent-instance.ts';
import { SilentNodes } from './silent-nodes.ts';

type Node = (sopInstanceUid: string) => SentInstance;

function setUp() {
  let now = 0;
  let asked = 0;
  const silent = new SilentNodes({ ...systemClock, monotonic: () => now });
  const pages = async function* (): AsyncGenerator<readonly StoredInstance[]> {
    yield ['1.2', '1.3'].map((sopInstanceUid) => ({ sopInstanceUid }) as StoredInstance);
  };
  const send = async (name: string, node: Node) =>
    await Array.fromAsync(
      silent.sendUnlessSilent(name, pages(), async function* (wanted): AsyncGenerator<
        SentInstance,
        undefined,
        void
      > {
        asked++;
        for await (const page of wanted) for (const { sopInstanceUid } of page) yield node(sopInstanceUid);
        return undefined;
      }),
    );
  const later = (ms: number): void => {
    now += ms;
  };
  return { silent, send, later, asked: () => asked };
}

const gone = new IsocenterError('net/unreachable', { host: 'pacs', port: 104, reason: 'it took too long' });
const answers: Node = (sopInstanceUid) => ({ outcome: 'completed', sopInstanceUid });

describe('a node that keeps us waiting for nothing', () => {
  const { silent, send, later, asked } = setUp();
  const hangs: Node = (sopInstanceUid) => {
    later(10_000);
    return failedToSend(sopInstanceUid, gone);
  };
  const failed = ['1.2', '1.3'].map((sopInstanceUid) =>
    expect.objectContaining(failedToSend(sopInstanceUid, gone)),
  );

  it('is left alone for a while, and others are not', async () => {
    expect(await send('pacs', hangs)).toEqual(failed);
    expect(await send('pacs', answers)).toEqual(failed);
    expect(asked()).toBe(1);
    expect(await send('other', answers)).toMatchObject([{ outcome: 'completed' }, { outcome: 'completed' }]);
  });

  it('is asked by one when that is over, and by all when it answered', async () => {
    later(30_000);
    const before = asked();
    const first = send('pacs', hangs);
    const second = send('pacs', answers);
    expect([await first, await second]).toEqual([failed, failed]);
    expect(asked()).toBe(before + 1);
    later(30_000);
    expect(await send('pacs', answers)).toMatchObject([{ outcome: 'completed' }, { outcome: 'completed' }]);
    expect(await send('pacs', answers)).toMatchObject([{ outcome: 'completed' }, { outcome: 'completed' }]);
  });

  it('is asked by everybody when who found out was told no at once, or did not wait', async () => {
    for (const ends of [
      (sopInstanceUid: string) => failedToSend(sopInstanceUid, gone),
      () => {
        throw new IsocenterError('cancelled');
      },
    ]) {
      await send('pacs', hangs);
      later(30_000);
      await send('pacs', ends).catch(() => undefined);
      expect(await send('pacs', answers)).toMatchObject([{ outcome: 'completed' }, { outcome: 'completed' }]);
    }
  });

  it('is asked again when somebody found that it answers', async () => {
    await send('pacs', hangs);
    silent.forget('pacs');
    expect(await send('pacs', answers)).toMatchObject([{ outcome: 'completed' }, { outcome: 'completed' }]);
  });
});

describe('a node that says no', () => {
  it.each([
    ['at once', gone, 0],
    ['to one image, slowly', new IsocenterError('dimse/failed', { status: 'A700H', comment: 'full' }), 5_000],
  ])('%s is asked each time', async (_, error, ms) => {
    const { send, later, asked } = setUp();
    const refuses: Node = (sopInstanceUid) => {
      later(ms);
      return failedToSend(sopInstanceUid, error);
    };
    await send('pacs', refuses);
    await send('pacs', refuses);
    expect(asked()).toBe(2);
  });
});
