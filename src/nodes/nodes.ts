import type { Archive, CommitmentItem, CommitmentResult, StoredInstance } from '../archive/index.ts';
import { asIsocenterError, IsocenterError } from '../base/index.ts';
import {
  type Actor,
  type Caller,
  type KnownNode,
  type Level,
  type ListedNode,
  type NodeChange,
  node as nodeSchema,
  type RemoteNode,
  type RemoteTarget,
  type Scope,
} from '../contract/index.ts';
import { type Dataset, transferSyntax } from '../dicom/index.ts';
import type { ActionRequest, RetrieveCallbacks, RetrieveResult } from '../dimse/index.ts';
import { type CommitmentOptions, CommitmentRequests } from './commitment.ts';
import { type ComparedStudy, compareStudy } from './compare-study.ts';
import { type Dialler, dial, requireSuccess, withAssociation } from './dial.ts';
import {
  askService,
  hasWeb,
  placeOf,
  requireWeb,
  type SecretFiles,
  storeByWeb,
  urlOf,
  WebSecrets,
} from './dicomweb/index.ts';
import { type DimseNode, hasDimse, requireDimse } from './dimse-node.ts';
import { moveFromNode } from './fetch.ts';
import { needsApproval, requireNoApproval } from './fetch-approval.ts';
import { type FetchedStudy, FetchMissing, type FetchOptions } from './fetch-missing.ts';
import { NodeRegistry } from './registry.ts';
import { sendInstances } from './send.ts';
import type { SendOptions, SentInstance } from './sent-instance.ts';
import { SilentNodes } from './silent-nodes.ts';
import { findOn, type ImageSource, type NodeQueries, type RetrieveOptions } from './source.ts';
import { sourceOf } from './source-of.ts';
import { StandingQueries } from './standing-queries.ts';
import { type WorklistDay, type WorklistPatient, worklistPatients } from './worklist.ts';

const VERIFICATION = '1.2.840.10008.1.1';
const IMPLICIT_LITTLE_ENDIAN = transferSyntax.implicitVrLittleEndian.uid;

export interface NodesParts {
  readonly archive: Archive;
  readonly configured: readonly RemoteNode[];
  readonly dialler: Dialler;
  /** Passwords and tokens for nodes. */
  readonly secrets: SecretFiles;
}

/** The remote application entities: who they are, and what we do with them. */
export class Nodes {
  readonly registry: NodeRegistry;
  /** What our port is told by N-EVENT-REPORT goes here. */
  readonly commitments = new CommitmentRequests();
  readonly #archive: Archive;
  readonly #dialler: Dialler;
  readonly #missing: FetchMissing;
  readonly #secrets: WebSecrets;
  readonly #silent: SilentNodes;

  private constructor({ archive, configured, dialler, secrets }: NodesParts) {
    this.#archive = archive;
    this.#dialler = dialler;
    this.#secrets = new WebSecrets(secrets);
    this.#silent = new SilentNodes(dialler.clock);
    this.registry = new NodeRegistry(configured, dialler.clock);
    this.#missing = new FetchMissing(archive, (node) => this.#sourceOf(node));
  }

  /** Loads what the archive has registered. */
  static async open(parts: NodesParts): Promise<Nodes> {
    const nodes = new Nodes(parts);
    await nodes.#reload();
    return nodes;
  }

  list(): ListedNode[] {
    return this.registry.list().map((node) => this.#listed(node));
  }

  /** A name stands for one node: a second one of that name is `input/invalid`. */
  async add(actor: Actor, node: RemoteNode): Promise<ListedNode> {
    if (this.registry.has(node.name)) throw invalid(`There is a node named ${node.name} already.`);
    return await this.#save(actor, node);
  }

  async update(actor: Actor, name: string, change: NodeChange): Promise<ListedNode> {
    const { from: _, ...node } = this.#requireRegistered(name);
    const next = nodeSchema.safeParse(changed(node, change));
    if (!next.success) throw invalid(next.error.issues[0]!.message);
    return await this.#save(actor, next.data);
  }

  async remove(actor: Actor, name: string): Promise<void> {
    this.#requireRegistered(name);
    await this.#archive.removeNode(actor, name);
    await this.#secrets.forget(name);
    await this.#reload();
  }

  /** Keeps the password or the token for the DICOMweb of a node; null forgets it. */
  async setSecret(name: string, secret: string | null): Promise<ListedNode> {
    const node = requireWeb(this.registry.get(name));
    if (secret === null) await this.#secrets.forget(node.name);
    else await this.#secrets.keep(node, secret);
    return this.#listed(this.registry.get(name));
  }

  /** By C-ECHO and by DICOMweb, whichever it has; the time it took in milliseconds. */
  async echo(nameOrTitle: string): Promise<number> {
    const { clock } = this.#dialler;
    const node = this.registry.get(nameOrTitle);
    const started = clock.monotonic();
    if (hasDimse(node)) await this.#echo(node);
    if (hasWeb(node)) await askService(this.#web, node);
    this.#silent.forget(node.name);
    return clock.monotonic() - started;
  }

  /** By STOW-RS where the node has it, else by C-STORE. What was asked for by C-MOVE is sent by C-STORE (PS3.4 C.4.2.2.1). */
  send(
    actor: Actor,
    scope: Scope,
    node: RemoteNode,
    pages: AsyncIterable<readonly StoredInstance[]>,
    options: SendOptions = {},
  ): AsyncGenerator<SentInstance, undefined, void> {
    const archive = this.#archive;
    const dialler = this.#dialler;
    return this.#silent.sendUnlessSilent(node.name, pages, (wanted) =>
      hasWeb(node) && !options.originator
        ? storeByWeb({ archive, ...this.#web }, actor, scope, node, wanted, options)
        : sendInstances({ archive, dialler }, actor, scope, requireDimse(node), wanted, options),
    );
  }

  /** Asks there, by QIDO-RS where the node has it, else by C-FIND. @param signal ends it. */
  find(
    nameOrTitle: string,
    level: Level,
    keys: Dataset,
    signal?: AbortSignal,
  ): AsyncGenerator<Dataset, void, void> {
    return findOn(this.#sourceOf(this.registry.get(nameOrTitle)), level, keys, signal);
  }

  /** The same for many searches, one after the other; see standing-queries.ts. */
  queries(nameOrTitle: string, signal?: AbortSignal): NodeQueries {
    return new StandingQueries(this.#sourceOf(this.registry.get(nameOrTitle)), signal);
  }

  /** The patients that the worklist of a node has on a day; see worklist.ts. @param signal ends it. */
  worklist(
    nameOrTitle: string,
    day: WorklistDay,
    signal?: AbortSignal,
  ): AsyncGenerator<WorklistPatient, void, void> {
    return worklistPatients(this.#dialler, this.registry.get(nameOrTitle), day, signal);
  }

  /** Whether somebody has to ask an administrator before they fetch from a node; see requests/. */
  needsApproval(caller: Caller, nameOrTitle: string): boolean {
    return needsApproval(this.registry.get(nameOrTitle), caller);
  }

  /** Before a word is said to the node. Throws `node/needs-approval`. */
  requireNoApproval(caller: Caller, nameOrTitle: string): void {
    requireNoApproval(this.registry.get(nameOrTitle), caller);
  }

  /** From there into the archive, by WADO-RS where the node has it, else by C-GET. Rejects with `node/needs-approval`. */
  async get(
    caller: Caller,
    nameOrTitle: string,
    target: RemoteTarget,
    options: RetrieveOptions,
  ): Promise<RetrieveResult> {
    const { actor, scope } = caller;
    const node = this.registry.get(nameOrTitle);
    requireNoApproval(node, caller);
    const [first, second] = this.#sourceOf(node).ways;
    try {
      return await first!.fetch(actor, scope, target, options);
    } catch (error) {
      // Its DICOMweb may be there for storing alone.
      const isAbsent = asIsocenterError(error).code === 'dicomweb/no-service';
      if (!isAbsent || !second) throw error;
    }
    return await second.fetch(actor, scope, target, options);
  }

  /** C-MOVE there, to us unless another destination is named. Rejects with `node/needs-approval`. */
  async move(
    caller: Caller,
    nameOrTitle: string,
    target: RemoteTarget,
    destination: string | undefined,
    callbacks: RetrieveCallbacks,
  ): Promise<RetrieveResult> {
    const node = this.registry.get(nameOrTitle);
    requireNoApproval(node, caller);
    const receiver = destination ?? node.callingAeTitle ?? this.#dialler.aeTitle;
    return await moveFromNode(this.#dialler, node, target, receiver, callbacks);
  }

  /** What of a study that a node has is here, image by image; see compare-study.ts. */
  compare(
    actor: Actor,
    scope: Scope,
    nameOrTitle: string,
    study: string,
    signal?: AbortSignal,
  ): Promise<ComparedStudy> {
    const node = this.registry.get(nameOrTitle);
    return compareStudy(this.#archive, actor, scope, node, this.#sourceOf(node), study, signal);
  }

  /**
   * Brings here what is missing of a study, by whichever way works; see fetch-missing.ts. Rejects with
   * `node/needs-approval` unless `isApproved`.
   */
  async fetchMissing(
    caller: Caller,
    nameOrTitle: string,
    study: string,
    { isApproved = false, ...options }: FetchOptions & { readonly isApproved?: boolean },
  ): Promise<FetchedStudy> {
    const node = this.registry.get(nameOrTitle);
    if (!isApproved) requireNoApproval(node, caller);
    return await this.#missing.fetch(caller.actor, caller.scope, node, study, options);
  }

  /** Asks a node whether it keeps instances for good; resolves when it has reported. */
  requestCommitment(
    _actor: Actor,
    nameOrTitle: string,
    items: readonly CommitmentItem[],
    options?: CommitmentOptions,
  ): Promise<CommitmentResult> {
    return this.commitments.request(this.#dialler, this.registry.get(nameOrTitle), items, options);
  }

  /**
   * Tells a peer the result of its storage commitment request: on the association it asked on while that is open,
   * else on a new one to the node of that title. PS3.4 J.3.3 allows both. Rejects with `net/*`, `dimse/*`, `node/unknown`.
   */
  async report(aeTitle: string, call: EventReport, request?: ReportTo): Promise<void> {
    const send = { ...call, dataSet: call.information, typeId: call.eventTypeId };
    const answer = await request?.sendEventReport(send).catch(() => undefined);
    if (answer?.status === 0) return;
    const node = this.registry.byTitle(aeTitle);
    const contexts = [
      { abstractSyntax: call.sopClassUid, transferSyntaxes: [IMPLICIT_LITTLE_ENDIAN], role: 'scp' as const },
    ];
    await withAssociation(dial(this.#dialler, node, contexts), async (association) =>
      requireSuccess(await association.nEventReport(send)),
    );
  }

  /** Where a C-MOVE may send to: registered nodes only. Throws `node/unknown` (status A801). */
  destination(aeTitle: string): KnownNode {
    return this.registry.byTitle(aeTitle);
  }

  async #echo(node: DimseNode): Promise<void> {
    const contexts = [{ abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT_LITTLE_ENDIAN] }];
    const opening = dial(this.#dialler, node, contexts);
    await withAssociation(opening, async (association) => requireSuccess(await association.echo()));
  }

  /** Throws `net/forbidden` for addresses that no node has. */
  async #save(actor: Actor, node: RemoteNode): Promise<ListedNode> {
    if (hasDimse(node)) this.#dialler.guard.check(node.host, node.port);
    if (hasWeb(node)) {
      const { host, port } = placeOf(urlOf(node, ''));
      this.#dialler.guard.check(host, port);
    }
    await this.#archive.saveNode(actor, node);
    this.#silent.forget(node.name);
    await this.#reload();
    return this.#listed(this.registry.get(node.name));
  }

  #listed(node: KnownNode): ListedNode {
    return { ...node, hasSecret: hasWeb(node) && this.#secrets.has(node) };
  }

  #sourceOf(node: KnownNode): ImageSource {
    return sourceOf({ archive: this.#archive, ...this.#web }, node);
  }

  get #web() {
    return { dialler: this.#dialler, secrets: this.#secrets };
  }

  #requireRegistered(name: string): KnownNode {
    const node = this.registry.get(name);
    if (node.from === 'config')
      throw invalid(`Node ${name} stands in the configuration file; change it there.`);
    return node;
  }

  async #reload(): Promise<void> {
    this.registry.load(await this.#archive.nodes());
  }
}

/** The request that a report answers. */
export type ReportTo = Pick<ActionRequest, 'association' | 'sendEventReport'>;

export interface EventReport {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly eventTypeId: number;
  readonly information: Dataset;
}

/** null takes an optional value away; rights change one by one. */
function changed(node: RemoteNode, change: NodeChange): RemoteNode {
  const given = Object.entries(change).filter(([key, value]) => value !== undefined && key !== 'may');
  const next = { ...node, ...Object.fromEntries(given), may: { ...node.may, ...change.may } };
  const kept = Object.entries(next).filter(([, value]) => value !== null);
  return Object.fromEntries(kept) as unknown as RemoteNode;
}

const invalid = (reason: string): IsocenterError => new IsocenterError('input/invalid', { reason });
