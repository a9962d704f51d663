/** Many clients of the HTTP door at once, each doing one thing after another: nothing fails, nothing is lost, memory stays. */
import { readdirSync, readFileSync } from 'node:fs';
import { median, percentile } from '../../bench/statistics.ts';
import { isocenterJson } from './command-line.ts';
import {
  type ClientKind,
  clientKinds,
  type Scene,
  type SeededInstance,
  seedInstances,
} from './http-clients.ts';
import { waitFor } from './processes.ts';
import { seededRandom, shuffled } from './random.ts';
import type { IsocenterServer } from './server.ts';

const ACCOUNT = { name: 'anna', password: 'four unrelated words today' };
const STUDIES = 12;
const INSTANCES_PER_STUDY = 40;
const SAMPLE_EVERY_MS = 1_000;
/** How long what was begun may take to come to an end. */
const SETTLE_MS = 120_000;
/** How long connections that nobody uses may stay open: far more than the server keeps them. */
const CLOSE_MS = 60_000;
const DIFFERENT_ERRORS = 50;

export interface HttpCrowd {
  readonly clients: number;
  /** When it is over: after so many conversations, whatever time they take, or after so many seconds. */
  readonly until: { readonly conversations: number } | { readonly seconds: number };
  readonly seed: number;
  readonly onProgress?: (line: string) => void;
}

interface Latency {
  readonly count: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface HttpCrowdReport {
  readonly requests: number;
  /** By kind of client; of a login, an upload or a stream of events the whole conversation. */
  readonly latency: Readonly<Record<string, Latency>>;
  /** The first of each; there should be none. */
  readonly errors: readonly string[];
  readonly errorCount: number;
  readonly acknowledged: number;
  /** Acknowledged, and not among what the archive counts in the end. */
  readonly lost: number;
  /** Resident memory in bytes: after a third of the time, at its end, and the most there was. */
  readonly resident: { readonly warm: number; readonly end: number; readonly peak: number };
  /** Descriptors open before the first client came, and some time after the last. */
  readonly descriptors: { readonly before: number; readonly after: number };
}

export async function httpCrowd(server: IsocenterServer, crowd: HttpCrowd): Promise<HttpCrowdReport> {
  const { clients, until, seed, onProgress = () => {} } = crowd;
  const stage = await setTheScene(server, seed);
  await stage.warmUp();
  const before = descriptorsOf(server.pid);
  const times = new Map<ClientKind, number[]>();
  const errors = new Map<string, number>();
  const residents = [residentOf(server.pid)];
  const sampling = setInterval(() => {
    residents.push(residentOf(server.pid));
    if (residents.length % 10 === 0)
      onProgress(
        `${residents.length} s: ${total(times)} requests, ${total(errors)} errors, ${mebibytes(residents.at(-1)!)}`,
      );
  }, SAMPLE_EVERY_MS);
  const kinds = kindsUntil(until, seededRandom(seed));
  await Promise.all(
    Array.from({ length: clients }, (_, index) => runClient(seededRandom(seed * 1_000 + index))),
  );
  clearInterval(sampling);
  const lost = await stage.countLost();
  const after = await waitFor('descriptors to close', () => settled(server.pid, before), {
    timeoutMs: CLOSE_MS,
  }).catch(() => descriptorsOf(server.pid));
  return {
    requests: total(times),
    latency: Object.fromEntries([...times].map(([kind, all]) => [kind, latencyOf(all)])),
    errors: [...errors].slice(0, DIFFERENT_ERRORS).map(([text, count]) => `${count} x ${text}`),
    errorCount: total(errors),
    acknowledged: stage.acknowledged(),
    lost,
    resident: {
      warm: median(part(residents, 1 / 3, 1 / 2)),
      end: median(part(residents, 5 / 6, 1)),
      peak: Math.max(...residents),
    },
    descriptors: { before, after },
  };

  async function runClient(random: () => number): Promise<void> {
    for (let next = kinds.next(); !next.done; next = kinds.next()) {
      const kind = next.value;
      const started = performance.now();
      try {
        await clientKinds[kind].work(stage.scene, random);
        const all = times.get(kind) ?? [];
        times.set(kind, all);
        all.push(performance.now() - started);
      } catch (error) {
        const text = `${kind}: ${reasonOf(error as Error)}`;
        errors.set(text, (errors.get(text) ?? 0) + 1);
      }
    }
  }
}

interface Stage {
  readonly scene: Scene;
  /** Each kind of request once, so that what is loaded with the first of them is there. */
  warmUp(): Promise<void>;
  acknowledged(): number;
  countLost(): Promise<number>;
}

/** An account, a token, and studies to read. */
async function setTheScene(server: IsocenterServer, seed: number): Promise<Stage> {
  const url = `http://127.0.0.1:${server.httpPort}`;
  const create = ['token', 'create', 'crowd', '--role', 'administrator'];
  const { token } = await isocenterJson<{ token: string }>(server, create);
  const stored = seedInstances(seed, STUDIES, INSTANCES_PER_STUDY);
  let [count, acknowledged] = [0, 0];
  const acknowledge = (instances: number): void => {
    acknowledged += instances;
  };
  const scene: Scene = { url, token, account: ACCOUNT, stored, next: () => count++, acknowledge, seed };
  await addAccount(scene);
  for (const instance of stored) await storeSeeded(scene, instance);
  return {
    scene,
    async warmUp() {
      for (const { work } of Object.values(clientKinds)) await work(scene, seededRandom(seed));
    },
    acknowledged: () => acknowledged,
    async countLost() {
      await waitFor('uploads to be taken in', async () => (await unfinishedJobs(scene)) === 0, {
        timeoutMs: SETTLE_MS,
        intervalMs: 250,
      });
      const status = await fetch(`${url}/api/status`, { headers: { authorization: `Bearer ${token}` } });
      const { counts } = (await status.json()) as { counts: { instances: number } };
      return acknowledged + stored.length - counts.instances;
    },
  };
}

async function addAccount({ url, token }: Scene): Promise<void> {
  const grant = { rights: ['find', 'read'], scope: { kind: 'everything' }, expiresAt: null };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ ...ACCOUNT, grant });
  const response = await fetch(`${url}/api/users`, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`no account: ${await response.text()}`);
}

async function storeSeeded({ url, token }: Scene, { file }: SeededInstance): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/dicom' };
  const { ok } = await fetch(`${url}/api/instances`, { method: 'POST', headers, body: new Uint8Array(file) });
  if (!ok) throw new Error('the studies to read cannot be stored');
}

async function unfinishedJobs({ url, token }: Scene): Promise<number> {
  const counts = await Promise.all(
    ['queued', 'waiting', 'running'].map(async (state) => {
      const path = `${url}/api/jobs?state=${state}&limit=1`;
      const response = await fetch(path, { headers: { authorization: `Bearer ${token}` } });
      return ((await response.json()) as { jobs: unknown[] }).jobs.length;
    }),
  );
  return counts.reduce((sum, one) => sum + one, 0);
}

/** As many of each kind as it has shares. */
const deck = (Object.entries(clientKinds) as [ClientKind, { readonly share: number }][]).flatMap(
  ([kind, { share }]) => Array.from({ length: share }, () => kind),
);

/** What is done next, by whichever client has time for it: each deck is shuffled, so that every kind comes in its turn. */
function* kindsUntil(until: HttpCrowd['until'], random: () => number): Generator<ClientKind, void, void> {
  const end = 'seconds' in until ? performance.now() + until.seconds * 1_000 : undefined;
  let left = 'conversations' in until ? until.conversations : Number.POSITIVE_INFINITY;
  for (;;) {
    for (const kind of shuffled(deck, random)) {
      if (left-- <= 0 || (end !== undefined && performance.now() >= end)) return;
      yield kind;
    }
  }
}

function latencyOf(times: readonly number[]): Latency {
  const round = (ms: number): number => Math.round(ms * 10) / 10;
  return {
    count: times.length,
    p50: round(percentile(times, 0.5)),
    p99: round(percentile(times, 0.99)),
    max: round(percentile(times, 1)),
  };
}

/** What undici says is in the cause. */
function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}

function total(map: ReadonlyMap<unknown, number | readonly number[]>): number {
  return [...map.values()].reduce<number>(
    (sum, one) => sum + (typeof one === 'number' ? one : one.length),
    0,
  );
}

function part(values: readonly number[], from: number, to: number): readonly number[] {
  const some = values.slice(Math.floor(values.length * from), Math.ceil(values.length * to));
  return some.length > 0 ? some : values;
}

const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;

function residentOf(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Number(kilobytes) * 1024;
}

const descriptorsOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

/** Kept connections time out after some seconds. */
const DESCRIPTORS_KEPT = 20;

function settled(pid: number, before: number): number | undefined {
  const now = descriptorsOf(pid);
  return now <= before + DESCRIPTORS_KEPT ? now : undefined;
}
