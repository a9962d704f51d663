/**
 * Bar 4, second half: what a slow disk does. The server runs under strace, which lets every fsync and fdatasync return
 * 10 ms later; then as many associations as one, and four. `node bench/slow-disk.ts [--quick]`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { writeCorpus } from '../test/support/corpus.ts';
import { findProgram } from '../test/support/processes.ts';
import { startIsocenter } from '../test/support/server.ts';
import { TemporaryDirectory } from '../test/support/temp.ts';
import { reportTable } from './report.ts';
import type { Result } from './result.ts';
import { sendFolders } from './send.ts';
import { percentile } from './statistics.ts';

const DELAY_MICROSECONDS = 10_000;
const WANTED_RATIO = 3;
const WANTED_HEALTH_MS = 20;
const HEALTH_EVERY_MS = 20;

interface Measured {
  readonly perSecond: number;
  readonly healthP99: number;
}

const { values: flags } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, runs: { type: 'string', default: '3' } },
});

const strace = findProgram('strace');
/**
 * `--seccomp-bpf` stops the server at these calls only; all others run at full speed. `-D` makes strace the child, so
 * that the server gets our signals.
 */
const slowly = (program: string) => [
  program,
  ...['-D', '-f', '--seccomp-bpf', '-qq', '-o', '/dev/null'],
  ...['-e', 'trace=fsync,fdatasync', '-e', `inject=fsync,fdatasync:delay_exit=${DELAY_MICROSECONDS}`],
];

async function measure(folders: readonly string[], instances: number): Promise<Measured> {
  await using server = await startIsocenter({ wrapper: slowly(strace ?? 'strace'), readyTimeoutMs: 60_000 });
  const health = await watchHealth(server.httpPort);
  const started = performance.now();
  await Promise.all(folders.map((folder) => sendFolders(server.peer, [folder])));
  const seconds = (performance.now() - started) / 1000;
  return {
    perSecond: (folders.length * instances) / seconds,
    healthP99: percentile(await health.stop(), 0.99),
  };
}

/**
 * Asks /health every few ms, and keeps how long each answer took. The first, for which the connection is opened, comes
 * before anything is sent and does not count.
 */
async function watchHealth(httpPort: number): Promise<{ stop(): Promise<number[]> }> {
  const times: number[] = [];
  let watching = true;
  const ask = async () => {
    const started = performance.now();
    const response = await fetch(`http://127.0.0.1:${httpPort}/health`);
    await response.arrayBuffer();
    return performance.now() - started;
  };
  const watch = async () => {
    while (watching) {
      times.push(await ask());
      await sleep(HEALTH_EVERY_MS);
    }
  };
  await ask();
  const watched = watch();
  const stop = async () => {
    watching = false;
    await watched;
    return times;
  };
  return { stop };
}

async function main(): Promise<void> {
  if (strace === undefined) throw new Error('strace is needed; see npm run setup:peers');
  using directory = new TemporaryDirectory('slow-disk');
  const instances = flags.quick ? 100 : 400;
  const folders = [0, 1, 2, 3].map((part) => {
    const folder = directory.join(`part-${part}`);
    writeCorpus(folder, { kind: 'mr', studies: 1, instancesPerSeries: instances, seed: 60 + part });
    return folder;
  });
  const one: Measured[] = [];
  const four: Measured[] = [];
  for (let run = 0; run < (flags.quick ? 1 : Number(flags.runs)); run++) {
    one.push(await measure(folders.slice(0, 1), instances));
    four.push(await measure(folders, instances));
    console.error(
      `1 association ${JSON.stringify(one.at(-1))}, 4 associations ${JSON.stringify(four.at(-1))}`,
    );
  }
  const rate = (m: Measured) => m.perSecond;
  const results: Result[] = [
    {
      bar: 4,
      what: 'C-STORE MR at 10 ms more per fsync, 4 associations',
      unit: 'instances/s',
      better: 'higher',
      ours: four.map(rate),
      peer: { name: '1 association', values: one.map(rate) },
      wanted: { kind: 'ratio', atLeast: WANTED_RATIO },
    },
    {
      bar: 4,
      what: '/health p99 meanwhile',
      unit: 'ms',
      better: 'lower',
      ours: four.map((m) => m.healthP99),
      wanted: { kind: 'at most', value: WANTED_HEALTH_MS },
    },
  ];
  console.log(reportTable(results));
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
await main();
