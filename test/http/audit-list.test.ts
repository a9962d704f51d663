/** The audit log, page by page. */
import { describe, expect, it } from 'vitest';
import { Audit } from '../../src/access/index.ts';
import { type AuditRecord, localAdministrator, type RequestFor } from '../../src/contract/index.ts';
import { auditOperations } from '../../src/http/rest/audit.ts';
import { openSecrets } from '../support/access.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const records = 1_000;
const second = 1_000;
const start = Date.parse('2026-05-01T08:00:00Z');

/** Record `n` (from 1) was made `n` seconds after the start; every tenth by eve, who was refused. */
async function withLog(work: (list: List) => Promise<void>): Promise<void> {
  using directory = new TemporaryDirectory('audit');
  let now = start;
  const clock = { now: () => new Date(now), monotonic: () => now };
  const secrets = await openSecrets(directory.path);
  const audit = await Audit.open({ data: directory.path, secrets, clock });
  for (let n = 1; n <= records; n++) {
    now = start + n * second;
    const isEve = n % 10 === 0;
    audit.note({
      actor: { kind: 'user', name: isEve ? 'eve' : 'ada' },
      ...{ address: '192.0.2.7', via: 'C-FIND', studies: [`1.2.${n}`] },
      ...(isEve ? { action: 'administer', outcome: 'refused' } : { action: 'find', outcome: 'done' }),
    });
    await audit.flush();
  }
  const { auditList } = auditOperations(audit);
  const { signal } = new AbortController();
  await work((filter) => Array.fromAsync<AuditRecord>(auditList(filter, { ...localAdministrator, signal })));
  await audit.close();
}

type List = (filter: RequestFor<'auditList'>) => Promise<AuditRecord[]>;
const numbersOf = (found: readonly AuditRecord[]): number[] => found.map(({ sequence }) => sequence);
const at = (n: number): string => new Date(start + n * second).toISOString();

describe('the audit log', () => {
  it('is told page by page, the newest page first and each oldest first, with nothing twice or left out', () =>
    withLog(async (list) => {
      const pages: number[][] = [];
      for (let before: number | undefined; before !== 1; before = pages.at(-1)?.[0])
        pages.push(numbersOf(await list({ limit: 300, before })));
      expect(pages.map((page) => [page[0], page.at(-1), page.length])).toEqual([
        [701, 1_000, 300],
        [401, 700, 300],
        [101, 400, 300],
        [1, 100, 100],
      ]);
    }));

  it('is filtered by who, what, how it went, and when', () =>
    withLog(async (list) => {
      expect(numbersOf(await list({ actor: 'eve', limit: 2 }))).toEqual([990, 1_000]);
      expect(numbersOf(await list({ outcome: 'refused', limit: 2, before: 990 }))).toEqual([970, 980]);
      expect(await list({ action: 'find', actor: 'eve', limit: 2 })).toEqual([]);
      expect(numbersOf(await list({ study: '1.2.5', limit: 10 }))).toEqual([5]);
      expect(numbersOf(await list({ since: at(3), until: at(6), limit: 10 }))).toEqual([3, 4, 5]);
      expect(numbersOf(await list({ since: at(3), until: at(6) }))).toEqual([3, 4, 5]);
    }));
});
