import { expect, it } from 'vitest';
import { inboxOf, newInbox } from './inbox-fields.ts';

it('is what the automation file says of it', () => {
  const fields = { ...newInbox('/nas/'), name: 'scanner' };
  expect(inboxOf(fields)).toEqual({ folder: '/nas/scanner' });
  expect(inboxOf({ ...fields, subfolder: '/mr/in/', taken: 'move' })).toEqual({
    ...{ folder: '/nas/mr/in', taken: { move: 'done' } },
  });
});
