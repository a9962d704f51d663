import { expect, it } from 'vitest';
import { Sessions } from '../../src/access/sessions.ts';
import { openSecrets } from '../support/access.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const limits = { idleMs: 3_600_000, absoluteMs: 3_600_000 };
const rounds = 20;

it('a session that ends while its use is written down does not come back, neither by a restart', async () => {
  using directory = new TemporaryDirectory('sessions');
  const files = (await openSecrets(directory.path)).files('sessions');
  const sessions = new Sessions(files, limits);
  const ended: string[] = [];
  for (let i = 0; i < rounds; i++) {
    const secret = await sessions.begin({ user: 'ada', address: '203.0.113.5', agent: '' }, 0);
    expect(sessions.use(secret, '203.0.113.6', 0)).toMatchObject({ user: 'ada' });
    await (i % 2 === 0 ? sessions.end(secret) : sessions.endOf('ada'));
    ended.push(secret);
  }
  const open = await sessions.begin({ user: 'ada', address: '', agent: '' }, 0);
  const restarted = new Sessions(files, limits);
  for (const secret of ended) {
    expect(sessions.look(secret, 0)).toBeUndefined();
    expect(restarted.look(secret, 0)).toBeUndefined();
  }
  expect(restarted.of('ada', 0).map(({ id }) => id)).toEqual([restarted.look(open, 0)?.id]);
});
