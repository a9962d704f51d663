/** Jobs as they change, as Server-Sent Events: one's own, and everybody's for administrators. */
import { expect, it } from 'vitest';
import { callerWith } from '../support/http-door.ts';
import { openRest, type RestServer } from '../support/rest-server.ts';

/** What a stream says, as it grows. */
async function listen(server: RestServer, name: string): Promise<{ text: string }> {
  const headers = { authorization: `Test ${name}` };
  const response = await fetch(`${server.url}/api/jobs/stream`, { headers });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const said = { text: '' };
  void (async () => {
    for await (const chunk of response.body!) said.text += Buffer.from(chunk).toString();
  })().catch(() => {
    // The server was closed, and with it the stream.
  });
  return said;
}

it('tells what changes to who sees it, and nothing to anybody else', async () => {
  const visitor = callerWith({ actor: { kind: 'user', name: 'visitor' }, rights: new Set(['find']) });
  await using server = await openRest({ visitor });
  const [told, untold] = [await listen(server, 'admin'), await listen(server, 'visitor')];
  // Both listen from their first line on.
  await expect.poll(() => told.text + untold.text).toMatch(/retry: .*retry: /s);
  const job = await server.client.jobSubmit({ operation: 'verify', request: { quick: true } });
  await expect.poll(() => told.text).toContain('"state":"done"');
  const states = [...told.text.matchAll(/event: job\ndata: (.*)\n/g)].map(
    ([, text]) => JSON.parse(text!) as { id: string; state: string },
  );
  expect(new Set(states.map(({ id }) => id))).toEqual(new Set([job.id]));
  expect(states.at(-1)!.state).toBe('done');
  expect(untold.text).not.toContain('event: job');
});
