import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Quotas } from '../../src/archive/quotas.ts';
import { emptyCatalog, sqlite, type TestCatalog } from '../support/engines.ts';
import { arrival, header } from './samples.ts';

const lab = { collection: 'lab' };

describe('a quota', () => {
  let test: TestCatalog;
  let quotas: Quotas;
  beforeEach(async () => {
    test = await emptyCatalog(sqlite);
    quotas = quotasOn(test.catalog);
  });
  afterEach(() => test.close());

  function quotasOn(catalog: ConstructorParameters<typeof Quotas>[0]): Quotas {
    const made = new Quotas(catalog, () => performance.now());
    made.set(new Map([['lab', 100]]));
    return made;
  }

  /** Stores an instance of so many bytes, slower than the quota is asked. */
  function store(instance: number, bytes: number): Promise<unknown> {
    const entry = arrival(header(1, 1, instance), `content ${instance}`, lab);
    return quotas.within({ ...lab, ...entry.record, bytes }, async () => {
      await setImmediate();
      const [result] = await test.catalog.commit([{ ...entry, content: { ...entry.content, size: bytes } }]);
      return { outcome: result!.status };
    });
  }

  it('lets in no more than there is room for when many come in the same moment', async () => {
    const arrivals = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => store(index, 60)));
    const refused = arrivals.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(refused).toHaveLength(9);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'store/quota' });
    expect(await test.catalog.bytesOfCollection('lab')).toBe(60);
    await store(11, 40);
    expect(await test.catalog.bytesOfCollection('lab')).toBe(100);
  });

  it('counts what arrives while the database answers', async () => {
    const { catalog } = test;
    quotas = quotasOn({
      collectionOfStudy: (uid) => catalog.collectionOfStudy(uid),
      countInstances: (...question) => catalog.countInstances(...question),
      bytesOfCollection: async (name) => {
        const bytes = await catalog.bytesOfCollection(name);
        for (let turns = 0; turns < 5; turns++) await setImmediate();
        return bytes;
      },
    });
    await store(1, 10);
    const arrivals = await Promise.allSettled([store(2, 60), store(3, 50)]);
    expect(arrivals.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await catalog.bytesOfCollection('lab')).toBe(70);
  });

  it('lets what is there come again, and gives back the room of what failed', async () => {
    await store(1, 100);
    await expect(store(1, 100)).resolves.toEqual({ outcome: 'exists' });
    await expect(store(2, 1)).rejects.toMatchObject({ code: 'store/quota' });
    quotas.set(new Map([['lab', 150]]));
    const fails = () => Promise.reject(new Error('the disk'));
    await expect(quotas.within({ ...lab, bytes: 50 }, fails)).rejects.toThrow('the disk');
    await store(2, 50);
    expect(await test.catalog.bytesOfCollection('lab')).toBe(150);
  });
});
