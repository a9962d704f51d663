import { writeFileSync } from 'node:fs';
import type { AuditNote } from '../../src/access/index.ts';
import { Automation } from '../../src/automation/index.ts';
import { type Clock, silentLogger, systemClock } from '../../src/base/index.ts';
import { type Caller, everything, type RemoteNode, rights } from '../../src/contract/index.ts';
import { Extensions } from '../../src/extensions/index.ts';
import { Jobs } from '../../src/jobs/index.ts';
import { createGuardedFetch, createMailer, createPeerGuard, type SendMail } from '../../src/net/index.ts';
import { Nodes } from '../../src/nodes/index.ts';
import type { Secrets } from '../../src/store/index.ts';
import { openSecrets } from './access.ts';
import { type CorpusShape, corpus } from './corpus.ts';
import type { TestEngine } from './engines.ts';
import { TemporaryDirectory } from './temp.ts';
import { drain, TemporaryArchive, tester } from './temp-archive.ts';

/** By how much time is ahead, milliseconds. */
interface Shift {
  ms: number;
  monotonicMs: number;
}

/** A real archive that does what its automation file says, and a folder that trees may write to. */
export class TemporaryAutomation implements AsyncDisposable {
  readonly temporary: TemporaryArchive;
  readonly automation: Automation;
  readonly jobs: Jobs;
  readonly extensions: Extensions;
  readonly targets: TemporaryDirectory;
  /** Where inboxes may be. */
  readonly sources: TemporaryDirectory;
  /** How rules send mail; a test may name a server. */
  mail: SendMail = createMailer(undefined);
  hasMailServer = true;
  /** What came into the audit log. */
  readonly notes: AuditNote[] = [];
  /** What owners may do; a test may take it from them. */
  readonly owner: { caller: Caller | undefined };
  readonly #clockShift: Shift;
  readonly #start: () => { automation: Automation; jobs: Jobs };

  private constructor(
    temporary: TemporaryArchive,
    secrets: Secrets,
    nodes: Nodes,
    shift: Shift,
    clock: Clock,
    searchPath: string,
  ) {
    this.temporary = temporary;
    this.targets = new TemporaryDirectory('targets');
    this.sources = new TemporaryDirectory('sources');
    const { archive, parts, directory } = temporary;
    this.owner = {
      caller: { actor: tester, scope: everything, rights: new Set(rights), address: 'test' },
    };
    const admit = async (): Promise<Caller> => this.owner.caller!;
    this.#clockShift = shift;
    this.extensions = new Extensions({ data: directory.path, clock, logger: silentLogger });
    this.#start = () => {
      const jobs = new Jobs({ catalog: parts.catalog, clock, logger: silentLogger, admit });
      const automation = new Automation({
        ...{ data: directory.path, archive, catalog: parts.catalog },
        ...{ targetFolders: [this.targets.path], sourceFolders: [this.sources.path] },
        searchPath,
        ...{ jobs, nodes, extensions: this.extensions, clock, logger: silentLogger, admit },
        fetch: createGuardedFetch({ mayReachLoopback: true }),
        mail: (mail, signal) => this.mail(mail, signal),
        hasMailServer: this.hasMailServer,
        secrets: secrets.files('automation'),
        note: (note) => this.notes.push(note),
      });
      return { automation, jobs };
    };
    const { automation, jobs } = this.#start();
    this.automation = automation;
    this.jobs = jobs;
  }

  /**
   * @param configured nodes that it may call.
   * @param searchPath where a dcm2niix may be installed; without it, the built-in one is taken.
   */
  static async open(
    engine?: TestEngine,
    configured: readonly RemoteNode[] = [],
    searchPath = '',
  ): Promise<TemporaryAutomation> {
    const temporary = await TemporaryArchive.open(engine);
    const shift: Shift = { ms: 0, monotonicMs: 0 };
    const clock: Clock = {
      ...systemClock,
      now: () => new Date(Date.now() + shift.ms),
      monotonic: () => systemClock.monotonic() + shift.monotonicMs,
    };
    const guard = createPeerGuard({ allowed: ['127.0.0.0/8'], ownPorts: () => [] });
    const dialler = { aeTitle: 'ISOCENTER', clock, tls: () => ({}), guard };
    const secrets = await openSecrets(temporary.directory.path);
    const nodes = await Nodes.open({
      ...{ archive: temporary.archive, configured, dialler },
      secrets: secrets.files('nodes'),
    });
    return new TemporaryAutomation(temporary, secrets, nodes, shift, clock, searchPath);
  }

  /** Makes it a time for everything that waits. */
  setTime(time: string): void {
    this.#clockShift.ms = Date.parse(time) - Date.now();
  }

  /** Lets time pass for everything that waits. */
  pass(milliseconds: number): void {
    this.#clockShift.ms += milliseconds;
    this.#clockShift.monotonicMs += milliseconds;
  }

  /** As after a restart: with nothing in memory. */
  again(): Automation {
    return this.#start().automation;
  }

  /** Writes the automation file. */
  async say(text: string): Promise<void> {
    const { digest } = await this.automation.show();
    await this.automation.file.save(text, digest);
  }

  async take(shape: Partial<CorpusShape> = {}): Promise<void> {
    using source = this.prepare(shape);
    await this.takeFrom(source);
  }

  /** The files of images, to be taken in. */
  prepare(shape: Partial<CorpusShape>): TemporaryDirectory {
    const source = new TemporaryDirectory('source');
    for (const instance of corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 3, ...shape }))
      writeFileSync(source.join(instance.sopInstanceUid), instance.encode());
    return source;
  }

  async takeFrom({ path }: { readonly path: string }): Promise<void> {
    const { signal } = new AbortController();
    await drain(this.temporary.archive.importFiles(tester, everything, { paths: [path] }, signal));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.automation.stop();
    await this.jobs.stop();
    this.extensions.close();
    await this.temporary[Symbol.asyncDispose]();
    this.targets.remove();
    this.sources.remove();
  }
}
