import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { expect } from 'vitest';
import { Dataset } from '../../src/dicom/index.ts';
import { type ClientAssociation, type ContextProposal, connect } from '../../src/dimse/index.ts';
import { type ArchiveHome, createArchiveHome } from './archive-home.ts';
import { corpusInstance } from './corpus.ts';
import type { TestEngine } from './engines.ts';
import { incomingNames } from './incoming.ts';
import { connectRaw } from './raw-peer.ts';
import type { IsocenterOptions, IsocenterServer } from './server.ts';
import { type RawInstance, readRaw } from './store-scu.ts';

export const studyRootFind = '1.2.840.10008.5.1.4.1.2.2.1';
export const verification = '1.2.840.10008.1.1';
export const explicitLittleEndian = '1.2.840.10008.1.2.1';

/** The well-behaved client beside whatever attacks. */
const PROBE = 'PROBE';
/** Instances of the probe share no UID with those of other tests. */
const PROBE_SEED = 77_001;
const INFO = 30;

/** Elements that must never reach the log; bad data sets carry them. */
export const secretPatient = {
  PatientName: 'Geheimnis^Gerda',
  PatientID: 'SECRET-4711',
  PatientBirthDate: '19511103',
} as const;
const secrets = /geheimnis|gerda|secret-4711|19511103/i;

export interface LogLine extends Readonly<Record<string, unknown>> {
  readonly level: number;
  readonly msg: string;
}

/** A server and what shows that an attack did it no harm: its log, its files, its descriptors, its memory. */
export class WatchedServer implements AsyncDisposable {
  readonly server: IsocenterServer;
  readonly #home: ArchiveHome;
  #logFrom = 0;
  #probes = 0;
  #openFiles = 0;

  private constructor(server: IsocenterServer, home: ArchiveHome) {
    this.server = server;
    this.#home = home;
  }

  static async start(engine: TestEngine, options?: IsocenterOptions): Promise<WatchedServer> {
    const home = await createArchiveHome(engine);
    const watched = new WatchedServer(await home.start(options), home);
    await watched.#seeACrowd();
    await watched.assertServes();
    watched.#openFiles = watched.openFiles();
    return watched;
  }

  /** What the server opens for good when many connections come at once is no leak. */
  async #seeACrowd(): Promise<void> {
    for (const port of [this.server.dicomPort, this.server.httpPort]) {
      const sockets = Array.from({ length: 8 }, () => connectRaw(port));
      await Promise.all(sockets.map((socket) => once(socket, 'connect')));
      for (const socket of sockets) socket.destroy();
    }
  }

  get port(): number {
    return this.server.dicomPort;
  }

  /** An association of a client that keeps to the protocol. */
  connect(contexts: readonly ContextProposal[], callingAeTitle = 'CALLER'): Promise<ClientAssociation> {
    const { port, server } = this;
    return connect({ host: '127.0.0.1', port, calledAeTitle: server.aet, callingAeTitle, contexts });
  }

  /**
   * Runs an attack. After it: one line of the log with a reason, no new file, nothing in `incoming/`, no word about
   * the patient, and a server that goes on.
   */
  async survives<Result>(attack: () => Promise<Result>, reason: RegExp): Promise<Result> {
    const before = this.storedCount();
    this.#logFrom = this.server.stderr.length;
    const result = await attack();
    await expect.poll(() => this.lines().length, { timeout: 10_000 }).toBeGreaterThan(0);
    await this.assertServes();
    const lines = this.lines();
    expect(lines, JSON.stringify(lines)).toHaveLength(1);
    expect(`${lines[0]!.outcome} ${lines[0]!.firstFailure ?? ''}`).toMatch(reason);
    expect(this.storedCount()).toBe(before + 1);
    this.assertDiscreet();
    await this.assertNothingIncoming();
    return result;
  }

  /** Lines of the log since the last attack began, without those of the probe. */
  lines(): LogLine[] {
    const complete = this.server.stderr.slice(this.#logFrom).split('\n').slice(0, -1);
    const lines = complete.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as LogLine);
    return lines.filter(({ level, calling }) => level >= INFO && calling !== PROBE);
  }

  /** C-ECHO, C-STORE of a good instance, and it is found. */
  async assertServes(): Promise<void> {
    const instance = probeInstance(this.#probes++);
    const association = await this.connect(probeContexts(instance), PROBE);
    expect(await association.echo()).toEqual({ status: 0 });
    expect(await association.store(instance)).toEqual({ status: 0 });
    const identifier = Dataset.of({
      QueryRetrieveLevel: 'IMAGE',
      StudyInstanceUID: instance.studyInstanceUid,
      SeriesInstanceUID: instance.seriesInstanceUid,
      SOPInstanceUID: instance.sopInstanceUid,
    });
    const found = await Array.fromAsync(association.find({ sopClassUid: studyRootFind, identifier }));
    expect(found).toHaveLength(1);
    await association.release();
  }

  /** Nothing of a patient in the whole log. */
  assertDiscreet(): void {
    expect(this.firstInLog(secrets)).toBeUndefined();
  }

  /** The first line of the log that matches. */
  firstInLog(pattern: RegExp): string | undefined {
    return this.server.stderr.split('\n').find((line) => pattern.test(line));
  }

  /** The names in `incoming/` go when the store has settled. */
  async assertNothingIncoming(): Promise<void> {
    const incoming = () => incomingNames(this.server.data);
    await expect.poll(incoming, { timeout: 10_000 }).toEqual([]);
  }

  /** As many descriptors as at the start, once what closes later has closed. */
  async assertNoDescriptorLeft(): Promise<void> {
    await expect.poll(() => this.openFiles(), { timeout: 15_000 }).toBeLessThanOrEqual(this.#openFiles + 4);
  }

  storedCount(): number {
    const entries = readdirSync(`${this.server.data}/studies`, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile() && entry.name.endsWith('.dcm')).length;
  }

  openFiles(): number {
    return readdirSync(`/proc/${this.server.pid}/fd`).length;
  }

  /** Resident memory in bytes. */
  residentBytes(): number {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.server.pid}/status`, 'utf8'))!;
    return Number(kilobytes) * 1024;
  }

  /** Permission bits of a path in the data directory. */
  modeOf(path: string): number {
    return statSync(`${this.server.data}/${path}`).mode & 0o777;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.stop();
    await this.#home.remove();
  }
}

function probeInstance(instance: number) {
  const shape = { kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: PROBE_SEED } as const;
  const made = corpusInstance(shape, { study: 0, series: 0, instance });
  return { ...made, ...readRaw(made.encode()) };
}

function probeContexts({ sopClassUid, transferSyntaxUid }: RawInstance): ContextProposal[] {
  const plain = [explicitLittleEndian];
  return [
    { abstractSyntax: verification, transferSyntaxes: plain },
    { abstractSyntax: studyRootFind, transferSyntaxes: plain },
    { abstractSyntax: sopClassUid, transferSyntaxes: [transferSyntaxUid] },
  ];
}
