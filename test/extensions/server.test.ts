/** Extensions of a server as people start it, which is a program in one piece. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ListedExtension, ListedRun } from '../../src/contract/index.ts';
import { createArchiveHome } from '../support/archive-home.ts';
import { isocenter, isocenterJson } from '../support/command-line.ts';
import { corpus } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';
import { waitFor } from '../support/processes.ts';
import type { IsocenterServer } from '../support/server.ts';

const example = resolve(import.meta.dirname, '../../examples/extensions/series-log.ts');
const slow = `
import { appendFileSync } from 'node:fs';
import { action, defineExtension } from 'isocenter/extension';
export default defineExtension({
  actions: {
    once: action({
      async run() {
        console.log('begins');
        appendFileSync('calls', 'x');
        await new Promise((resolve) => setTimeout(resolve, 500));
        for (;;);
      },
    }),
  },
});
`;
const file = {
  rules: {
    log: { when: 'series quiet', do: [{ extension: 'series-log.append' }] },
    slow: { when: 'series quiet', do: [{ extension: 'slow.once' }] },
  },
};
const config = { seriesQuietSeconds: 1, studyQuietSeconds: 1 };

/** Processes that may write to a folder. */
const processesIn = (folder: string): string[] =>
  readdirSync('/proc').filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(`--allow-fs-write=${folder}`);
    } catch {
      return false;
    }
  });

describe.each(engines)('extensions of a server on $name', (engine) => {
  it('do their work once, also when the server is killed in the middle', async () => {
    await using home = await createArchiveHome(engine);
    const extensions = join(home.data, 'extensions');
    const kept = (...parts: string[]) => join(home.data, 'extensions-data', ...parts);
    const runs = async (server: IsocenterServer, rule: string) =>
      await isocenterJson<ListedRun[]>(server, ['rules', 'runs', '--rule', rule]);
    let server = await home.start({ config });
    mkdirSync(extensions, { recursive: true });
    cpSync(example, join(extensions, 'series-log.ts'));
    writeFileSync(join(extensions, 'slow.ts'), slow);
    await waitFor('both extensions', async () => {
      const listed = await isocenterJson<ListedExtension[]>(server, ['extensions', 'list']);
      return listed.length === 2 && listed.every(({ state }) => state === 'ready');
    });
    writeFileSync(join(home.data, 'automation.yaml'), JSON.stringify(file));
    await waitFor('the rules', async () => (await isocenterJson<unknown[]>(server, ['rules'])).length === 2);
    // What comes before the rules are read is not theirs.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const images = home.directory.join('images');
    mkdirSync(images);
    for (const image of corpus({ kind: 'tiny', studies: 1, seriesPerStudy: 2, instancesPerSeries: 2 }))
      writeFileSync(join(images, image.sopInstanceUid), image.encode());
    expect((await isocenter(server, 'import', images)).code).toBe(0);
    await waitFor('the slow one to begin', () => existsSync(kept('slow', 'calls')), { timeoutMs: 30_000 });
    await waitFor('what it says', async () =>
      (await isocenter(server, 'extensions', 'show', 'slow')).stdout.includes('begins'),
    );
    const looping = processesIn(kept('slow'));
    expect(looping).toHaveLength(1);
    await server.kill9();
    server = await home.start({ config });
    await waitFor('an end of what loops', () => !processesIn(kept('slow')).includes(looping[0]!));
    await waitFor(
      'an end of both',
      async () =>
        [...(await runs(server, 'slow')), ...(await runs(server, 'log'))].every(
          ({ endedAt }) => endedAt !== null,
        ),
      { timeoutMs: 90_000, intervalMs: 500 },
    );
    expect(await runs(server, 'slow')).toMatchObject([{ state: 'failed' }]);
    expect(await runs(server, 'log')).toMatchObject([{ state: 'done' }]);
    expect(readFileSync(kept('slow', 'calls'), 'utf8')).toBe('x');
    expect(readFileSync(kept('series-log', 'series.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(3);
    await server.stop();
  }, 180_000);
});
