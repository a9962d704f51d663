/**
 * The campaigns at full size (`npm run soak -- --help`). Each prints its seed, what it did and what went wrong; the exit code
 * is 1 when anything did. `npm test` runs every campaign at a size that takes seconds.
 */
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runAuditCampaign } from './support/audit-campaign.ts';
import { abortCampaign, crowdCampaign, halfOpenCampaign, truncatedStores } from './support/crowd-campaign.ts';
import { hasDcmtk } from './support/dcmtk.ts';
import { canMountImages } from './support/disk-image.ts';
import { postgres, sqlite, type TestEngine } from './support/engines.ts';
import setUpRun from './support/global-setup.ts';
import { httpCrowd } from './support/http-campaign.ts';
import { runImageCampaign } from './support/image-campaign.ts';
import { runInboxCampaign } from './support/inbox-campaign.ts';
import { runKillCampaign } from './support/kill-campaign.ts';
import { runParserCampaign, smallSamples } from './support/parser-campaign.ts';
import { pduCampaign } from './support/pdu-campaign.ts';
import { hasPostgres } from './support/postgres.ts';
import { canRecord } from './support/power-cut.ts';
import { runPowerCutCampaign } from './support/power-cut-campaign.ts';
import { runRebuildCampaign } from './support/rebuild-campaign.ts';
import { runRouterCampaign } from './support/router-campaign.ts';
import { startIsocenter } from './support/server.ts';
import { TemporaryDirectory } from './support/temp.ts';

interface Outcome {
  readonly report: object;
  /** What the bar forbids; empty when it is met. */
  readonly failures: readonly string[];
}

interface Campaign {
  readonly bar: number;
  readonly size: number;
  readonly unit: string;
  /** Why it cannot run here. */
  readonly missing?: () => Promise<string | undefined>;
  readonly run: (size: number, seed: number, tell: (line: string) => void) => Promise<Outcome>;
}

const LONGEST_RESTART_MS = 3_000;
const MEMORY_GROWTH_MIB = 256;
/** On SQLite; PostgreSQL is asked over a socket. */
const REBUILDS_PER_SECOND = 3_000;

const campaigns: Readonly<Record<string, Campaign>> = {
  parser: { bar: 2, size: 1_000_000, unit: 'mutated files', run: soakParser },
  pdu: { bar: 2, size: 1_000_000, unit: 'mutated PDUs', run: soakPdus },
  kill: { bar: 10, size: 200, unit: 'kills', run: soakKills(sqlite) },
  'kill-postgres': {
    bar: 10,
    size: 200,
    unit: 'kills',
    missing: missingForPostgres,
    run: soakKills(postgres),
  },
  'power-cut': {
    bar: 11,
    size: 1_000,
    unit: 'cuts',
    missing: async () => (canRecord ? undefined : 'strace'),
    run: soakPowerCuts,
  },
  crowd: { bar: 13, size: 1_000, unit: 'associations at once', run: soakCrowd },
  aborts: { bar: 13, size: 100_000, unit: 'aborted associations', run: soakAborts },
  image: { bar: 11, size: 20, unit: 'copies of a disk image', missing: missingForImages, run: soakImages },
  http: { bar: 11, size: 600, unit: 'seconds of 200 clients', run: soakHttp },
  router: {
    bar: 5,
    size: 100,
    unit: 'kills of a router',
    missing: async () => (hasDcmtk ? undefined : 'DCMTK'),
    run: soakRouter,
  },
  inboxes: { bar: 8, size: 100, unit: 'kills of an archive with inboxes', run: soakInboxes },
  audit: { bar: 10, size: 20, unit: 'rounds of attacks on 100,000 records', run: soakAudit },
  rebuild: { bar: 14, size: 20_000, unit: 'instances', run: soakRebuild(sqlite) },
  'rebuild-postgres': {
    bar: 14,
    size: 20_000,
    unit: 'instances',
    missing: missingForPostgres,
    run: soakRebuild(postgres),
  },
};

async function soakParser(size: number, seed: number, tell: (line: string) => void): Promise<Outcome> {
  const onProgress = (done: number) => tell(`${done} inputs`);
  const samples = smallSamples();
  const { result, grown } = growing(() => runParserCampaign({ seed, iterations: size, samples, onProgress }));
  const { failures, ...report } = result;
  const found = failures.map((failure) => JSON.stringify(failure));
  return { report: { ...report, ...grown.report }, failures: [...found, ...grown.failures] };
}

/** What work adds to the most memory that this process ever had. */
function growing<Result>(work: () => Result): { readonly result: Result; readonly grown: Outcome } {
  const before = process.resourceUsage().maxRSS;
  const result = work();
  const grownMib = Math.round((process.resourceUsage().maxRSS - before) / 1024);
  const failures = grownMib > MEMORY_GROWTH_MIB ? [`memory grew by ${grownMib} MiB`] : [];
  return { result, grown: { report: { grownMib }, failures } };
}

async function soakPdus(size: number, seed: number): Promise<Outcome> {
  const { result, grown } = growing(() => pduCampaign({ seed, inputs: size }));
  const slow = result.slowestMs > 1_000 ? [`one took ${result.slowestMs} ms`] : [];
  return { report: { ...result, ...grown.report }, failures: [...slow, ...grown.failures] };
}

async function soakRouter(
  rounds: number,
  seed: number,
  onProgress: (line: string) => void,
): Promise<Outcome> {
  const report = await runRouterCampaign({ engine: sqlite, rounds, seed, onProgress });
  const failures = Object.entries(report.missing).flatMap(([target, missing]) =>
    missing.length > 0 ? [`${missing.length} did not come to ${target}`] : [],
  );
  return { report, failures };
}

async function soakInboxes(
  rounds: number,
  seed: number,
  onProgress: (line: string) => void,
): Promise<Outcome> {
  const { lost, misplaced, findings, ...report } = await runInboxCampaign({
    ...{ engine: sqlite, rounds, seed, onProgress },
  });
  return { report, failures: [...lost, ...misplaced, ...findings.map((finding) => JSON.stringify(finding))] };
}

function soakKills(engine: TestEngine): Campaign['run'] {
  return async (size, seed, onProgress) => {
    const { lost, findings, ...report } = await runKillCampaign({ engine, rounds: size, seed, onProgress });
    const { worst } = report.readyMs;
    const slow = worst > LONGEST_RESTART_MS ? [`ready only after ${worst.toFixed(0)} ms`] : [];
    return { report, failures: [...lost, ...findings.map((finding) => JSON.stringify(finding)), ...slow] };
  };
}

async function missingForPostgres(): Promise<string | undefined> {
  return hasPostgres ? undefined : "PostgreSQL's server programs";
}

async function soakPowerCuts(
  size: number,
  seed: number,
  onProgress: (line: string) => void,
): Promise<Outcome> {
  const { broken, ...report } = await runPowerCutCampaign({ cuts: size, seed, instances: 16, onProgress });
  return { report, failures: broken };
}

async function missingForImages(): Promise<string | undefined> {
  using scratch = new TemporaryDirectory('probe');
  return (await canMountImages(scratch.path)) ? undefined : 'mkfs.ext4 and the right to mount -o loop';
}

async function soakImages(size: number, seed: number, onProgress: (line: string) => void): Promise<Outcome> {
  const { broken, ...report } = await runImageCampaign({ copies: size, seed, onProgress });
  return { report, failures: broken };
}

async function soakCrowd(size: number, seed: number, tell: (line: string) => void): Promise<Outcome> {
  const limits = ['--max-associations', String(size), '--artim-seconds', '5'];
  await using server = await startIsocenter({ args: limits });
  const crowd = await crowdCampaign(server, { associations: size, instances: 20, seed });
  tell(JSON.stringify(crowd));
  const halfOpen = await halfOpenCampaign(server, { connections: 2 * size, echoes: 20, seed });
  tell(JSON.stringify(halfOpen));
  const truncated = await truncatedStores(server, { step: 1, parallel: 20, seed: seed + 1 });
  const failures = [
    ...crowd.problems,
    ...(crowd.lost > 0 ? [`${crowd.lost} acknowledged instances lost`] : []),
    ...(crowd.acknowledged < size * 20 ? [`only ${crowd.acknowledged} acknowledged`] : []),
    ...(halfOpen.slowestEchoMs > 1_000 ? [`an echo took ${halfOpen.slowestEchoMs} ms`] : []),
    ...(truncated.halfStored > 0 ? [`${truncated.halfStored} half stored`] : []),
  ];
  return { report: { crowd, halfOpen, truncated }, failures };
}

/** The store keeps empty files ready once it is used, the catalog and the HTTP port have a few. */
const DESCRIPTORS_KEPT = 45;

async function soakAborts(size: number): Promise<Outcome> {
  await using server = await startIsocenter({ args: ['--log-level', 'error'] });
  const openFiles = () => readdirSync(`/proc/${server.pid}/fd`).length;
  const before = openFiles();
  await abortCampaign(server, { count: size, parallel: 50 });
  const { ok } = await fetch(`http://127.0.0.1:${server.httpPort}/health`);
  const kept = openFiles() - before;
  const leak = kept > DESCRIPTORS_KEPT ? [`${kept} more descriptors than before`] : [];
  return { report: { aborted: size, kept }, failures: [...leak, ...(ok ? [] : ['not healthy afterwards'])] };
}

/** Memory that a server under load may gain once it is warm. */
const GROWTH_ALLOWED = 64 * 2 ** 20;

async function soakHttp(size: number, seed: number, onProgress: (line: string) => void): Promise<Outcome> {
  await using server = await startIsocenter({ args: ['--log-level', 'error'] });
  const report = await httpCrowd(server, { clients: 200, until: { seconds: size }, seed, onProgress });
  const { errors, errorCount, lost, resident, descriptors } = report;
  const growth = resident.end - resident.warm;
  const failures = [
    ...errors,
    ...(errorCount > 0 ? [`${errorCount} errors`] : []),
    ...(lost === 0 ? [] : [`${lost} acknowledged instances lost`]),
    ...(growth > GROWTH_ALLOWED ? [`memory grew by ${Math.round(growth / 2 ** 20)} MiB`] : []),
    ...(descriptors.after > descriptors.before + DESCRIPTORS_KEPT
      ? [`${descriptors.after - descriptors.before} more descriptors than before`]
      : []),
  ];
  return { report, failures };
}

async function soakAudit(size: number, seed: number): Promise<Outcome> {
  const { missed, ...report } = await runAuditCampaign({ records: 100_000, rounds: size, seed });
  return { report, failures: missed };
}

function soakRebuild(engine: TestEngine): Campaign['run'] {
  return async (size, seed, onProgress) => {
    const campaign = { engine, instances: size, kills: 5, seed, onProgress };
    const { differences, ...report } = await runRebuildCampaign(campaign);
    const { perSecond, interrupted } = report;
    const tooSlow = engine === sqlite && perSecond < REBUILDS_PER_SECOND;
    const slow = tooSlow ? [`${perSecond.toFixed(0)} instances/s`] : [];
    const untouched = interrupted === 0 ? ['no kill came in the middle'] : [];
    return { report, failures: [...differences, ...slow, ...untouched] };
  };
}

const FAILURES_SHOWN = 20;

/** Whether the bar is met, or could not be looked at. */
async function runCampaign(name: string, campaign: Campaign, size: number, seed: number): Promise<boolean> {
  const missing = await campaign.missing?.();
  if (missing !== undefined) {
    console.warn(`SKIPPED: ${name} needs ${missing}, which is not here.`);
    return true;
  }
  console.log(`${name} (bar ${campaign.bar}): ${size} ${campaign.unit}, seed ${seed}`);
  const started = performance.now();
  const { report, failures } = await campaign.run(size, seed, (line) => console.log(`  ${line}`));
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`  ${JSON.stringify(report)}`);
  for (const failure of failures.slice(0, FAILURES_SHOWN)) console.log(`  FAILED ${failure}`);
  console.log(`  ${failures.length === 0 ? 'ok' : `${failures.length} failures`} after ${seconds} s`);
  return failures.length === 0;
}

const help = `npm run soak -- [options]: attacks, crashes and crowds at full size; hours in all.

  --only NAME   only this one, may be given several times:
${Object.entries(campaigns)
  .map(([name, { size, unit }]) => `                ${name.padEnd(17)} ${size.toLocaleString('en')} ${unit}`)
  .join('\n')}
  --seed N      makes the same inputs again, not the same timing (default: another one each time)
  --size N      instead of the full size

  npm run soak -- --only kill --size 20
  npm run soak -- --only parser --only pdu --seed 4711
`;

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    seed: { type: 'string' },
    size: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (flags.help) {
  process.stdout.write(help);
  process.exit();
}
const seed = Number(flags.seed ?? Date.now() % 10_000);
const names = flags.only ?? Object.keys(campaigns);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
// PostgreSQL, once a campaign needs it.
const tearDown = setUpRun();
let good = true;
for (const name of names) {
  const campaign = campaigns[name];
  if (!campaign) throw new Error(`no campaign ${name}; there are ${Object.keys(campaigns).join(', ')}`);
  good = (await runCampaign(name, campaign, Number(flags.size ?? campaign.size), seed)) && good;
}
await tearDown();
process.exitCode = good ? 0 : 1;
