import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../contract/index.ts';
import { looksBy } from './looks.ts';

const link = { id: '0123456789ab', createdAt: '2026-03-01T08:00:00.000Z' };

function record(at: string, action: string, more: Partial<AuditRecord> = {}): AuditRecord {
  return {
    ...{ sequence: 1, at: `2026-03-${at}:00.000Z`, actor: { kind: 'share', name: link.id } },
    ...{ address: '192.0.2.7', action, via: 'GET /', outcome: 'done', studies: [], count: 1 },
    ...{ previous: '', hash: '', ...more },
  };
}

async function* backwards(...records: readonly AuditRecord[]): AsyncGenerator<AuditRecord> {
  yield* records.toReversed();
}

const looks = (...records: readonly AuditRecord[]) =>
  looksBy(backwards(...records), link, new AbortController().signal);

describe('looks by a link', () => {
  it('are what one address does in one go, the last first', async () => {
    expect(
      await looks(
        record('02T09:00', 'open link'),
        record('02T09:01', 'find'),
        record('02T09:02', 'view', { studies: ['1.2'] }),
        record('02T09:20', 'download', { studies: ['1.2', '1.3'] }),
        record('02T09:21', 'view', { address: '198.51.100.4', studies: ['1.3'] }),
        record('03T10:00', 'view', { studies: ['1.3'] }),
      ),
    ).toEqual({
      isComplete: true,
      looks: [
        {
          ...{ from: '2026-03-03T10:00:00.000Z', to: '2026-03-03T10:00:00.000Z', address: '192.0.2.7' },
          ...{ did: ['viewed'], studies: ['1.3'] },
        },
        {
          ...{ from: '2026-03-02T09:21:00.000Z', to: '2026-03-02T09:21:00.000Z', address: '198.51.100.4' },
          ...{ did: ['viewed'], studies: ['1.3'] },
        },
        {
          ...{ from: '2026-03-02T09:00:00.000Z', to: '2026-03-02T09:20:00.000Z', address: '192.0.2.7' },
          ...{ did: ['opened', 'viewed', 'downloaded'], studies: ['1.2', '1.3'] },
        },
      ],
    });
  });

  it('tell of who was refused, and of nobody else who did something', async () => {
    const { looks: found } = await looks(
      record('02T09:00', 'open link', { outcome: 'refused' }),
      record('02T09:01', 'view', { outcome: 'refused' }),
      record('02T09:02', 'view', { actor: { kind: 'user', name: link.id } }),
      record('02T09:03', 'view', { actor: { kind: 'share', name: 'another' } }),
    );
    expect(found).toMatchObject([{ did: ['refused'], from: '2026-03-02T09:00:00.000Z' }]);
  });

  it('are read back to the day on which the link was made', async () => {
    const before = record('02T09:00', 'view', { at: '2025-01-01T00:00:00.000Z' });
    expect(await looks(before)).toEqual({ looks: [], isComplete: true });
  });

  it('are the last ones, when there are many', async () => {
    const many = Array.from({ length: 120 }, (_, at) =>
      record('02T09:00', 'view', { address: `192.0.2.${at}` }),
    );
    const { looks: found, isComplete } = await looks(...many);
    expect([found.length, isComplete]).toEqual([100, false]);
    expect(found[0]!.address).toBe('192.0.2.119');
  });
});
