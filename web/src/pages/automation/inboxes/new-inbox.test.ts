import { expect, it } from 'vitest';
import { inboxOf, newInbox } from './new-inbox.ts';

it('is what the automation file says of it', () => {
  const fields = { ...newInbox('/nas/'), name: 'scanner' };
  expect(inboxOf(fields)).toEqual({ folder: '/nas/scanner', quietSeconds: 30, taken: 'leave' });
  expect(inboxOf({ ...fields, subfolder: '/mr/in/', taken: 'move' })).toEqual({
    ...{ folder: '/nas/mr/in', quietSeconds: 30, taken: { move: 'done' } },
  });
});
