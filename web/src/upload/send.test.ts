import { expect, it, vi } from 'vitest';
import { type SendFailure, type Sending, sendBlob } from './send.ts';

const sending = (signal: AbortSignal): Sending => ({
  ...{ blob: new Blob(['anything']), name: 'anything', key: '1', wish: {}, signal },
  onPart: () => undefined,
});
const outcomeOf = (signal: AbortSignal): Promise<string> =>
  sendBlob(sending(signal)).then(
    () => 'sent',
    (error: SendFailure) => error.kind,
  );

it('sends nothing that nobody wants any more', async () => {
  expect(await outcomeOf(AbortSignal.abort())).toBe('stopped');
});

it('leaves nothing behind at what may stop it, which lasts longer', async () => {
  const { signal } = new AbortController();
  const added = vi.spyOn(signal, 'addEventListener');
  const removed = vi.spyOn(signal, 'removeEventListener');
  // There is no server here.
  expect(await outcomeOf(signal)).toBe('away');
  expect(added).toHaveBeenCalledOnce();
  expect(removed.mock.calls).toEqual(added.mock.calls);
});
