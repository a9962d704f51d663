import { createHash, randomUUID } from 'node:crypto';
import {
  asIsocenterError,
  type Clock,
  IsocenterError,
  type Logger,
  newQueue,
  Repeating,
} from '../../base/index.ts';
import type { Catalog, Work } from '../../catalog/index.ts';
import type { Actor, Caller, FetchRequest, FetchRequestFilter, JobOperation } from '../../contract/index.ts';
import type { Jobs } from '../../jobs/index.ts';
import { isAdministrator } from '../fetch-approval.ts';
import type { Nodes } from '../nodes.ts';
import { describedThere } from './described-there.ts';
import {
  KEEP_DECIDED_DAYS,
  KEEP_WITHDRAWN_OF_ONE,
  LOOK_EVERY_MS,
  MAXIMUM_WAITING,
  MAXIMUM_WAITING_OF_ONE,
} from './limits.ts';
import {
  askerOf,
  countWaiting,
  type Decision,
  decideRequest,
  endRequest,
  findRequest,
  findWaiting,
  forgetDecidedBefore,
  forgetOpenAt,
  forgetRequestsOf,
  forgetWithdrawn,
  insertRequest,
  type ListedRequests,
  listRequests,
  noteJob,
  noteSeen,
  undecideRequest,
  withoutJob,
} from './request-rows.ts';

export interface FetchRequestsParts {
  readonly catalog: Pick<Catalog, 'engine'>;
  readonly jobs: Pick<Jobs, 'cancel' | 'submit'>;
  readonly nodes: Pick<Nodes, 'needsApproval' | 'queries' | 'registry'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What somebody asks for. */
export interface NewRequest {
  /** Of the node. */
  readonly name: string;
  /** Study Instance UIDs. */
  readonly studies: readonly string[];
  readonly reason: string;
}

/** What is fetched of an approved request: a job of this, on behalf of who asked. */
const OPERATION: JobOperation = 'nodeFetch';
const DAY_MS = 86_400_000;

/** Studies that somebody would like to have fetched from a node where an administrator approves that. */
export class FetchRequests {
  readonly #parts: FetchRequestsParts;
  /** Changes wait for each other. */
  readonly #inTurn = newQueue();
  readonly #repeating: Repeating;

  constructor(parts: FetchRequestsParts) {
    this.#parts = parts;
    this.#repeating = new Repeating({
      work: () => this.look(),
      everyMs: LOOK_EVERY_MS,
      onFailing: ({ code }) => parts.logger.warn({ code }, 'requests to fetch cannot be looked through'),
    });
  }

  start(): void {
    this.#repeating.start();
  }

  async stop(): Promise<void> {
    await this.#repeating.stop();
  }

  /** One round: what was approved when the program was ended begins; old ones are forgotten. */
  async look(): Promise<void> {
    await this.#inTurn(async () => {
      for (const request of await this.#engine.read(withoutJob)) await this.#beginOrTell(request);
    });
    const before = new Date(this.#parts.clock.now().getTime() - KEEP_DECIDED_DAYS * DAY_MS).toISOString();
    await this.#engine.write(() => forgetDecidedBefore(before));
  }

  /**
   * Asks for studies; one that waits already for the same ones is answered instead. The node describes them to who decides.
   * Throws `node/needs-none` for who may fetch, `request/too-many`, `archive/not-found` for a study that is not there, and
   * what a search throws.
   */
  async ask(
    caller: Caller,
    { name, studies, reason }: NewRequest,
    signal?: AbortSignal,
  ): Promise<FetchRequest> {
    const { nodes, clock } = this.#parts;
    const { actor } = caller;
    const node = nodes.registry.get(name).name;
    if (!nodes.needsApproval(caller, node)) throw new IsocenterError('node/needs-none', { name: node });
    const wanted = [...new Set(studies)].sort();
    const content = createHash('sha256').update(wanted.join('\\')).digest('hex');
    const asker = askerOf(actor);
    const known = await this.#engine.read(() => asked(asker, node, content));
    if (known) return known;
    await using queries = nodes.queries(node, signal);
    const described = await describedThere(queries, node, wanted);
    const request: FetchRequest = {
      ...{ id: randomUUID(), node, studies: described, askedBy: { kind: actor.kind, name: actor.name } },
      ...{ askedAt: clock.now().toISOString(), reason, state: 'waiting' },
      ...{ decidedBy: null, decidedAt: null, answer: '' },
    };
    return await this.#change(function* () {
      const meanwhile = yield* asked(asker, node, content);
      if (!meanwhile) yield* insertRequest(request, content);
      return meanwhile ?? request;
    });
  }

  /** One's own; everybody's for administrators: those that come first, and how many there are. */
  async list(
    caller: Caller,
    filter: { readonly state?: FetchRequestFilter | undefined; readonly limit: number },
  ): Promise<ListedRequests> {
    const asker = isAdministrator(caller) ? undefined : askerOf(caller.actor);
    return await this.#engine.read(() => listRequests({ ...filter, asker }));
  }

  /** One's own of which one has not seen what became of them: the newest, and how many there are. */
  async news(actor: Actor, limit: number): Promise<ListedRequests> {
    return await this.#engine.read(() => listRequests({ asker: askerOf(actor), state: 'news', limit }));
  }

  /** One's own; anybody's for administrators. Throws `archive/not-found`. */
  async get(caller: Caller, id: string): Promise<FetchRequest> {
    const request = await this.#engine.read(() => findRequest(id));
    const isSeen = request && (isAdministrator(caller) || isOf(request, caller.actor));
    if (!isSeen) throw notFound();
    return request;
  }

  /** Fetches what was asked for, by a job of who asked. Throws `archive/not-found`, `request/decided`, `job/too-many`. */
  async approve(actor: Actor, id: string, answer: string): Promise<FetchRequest> {
    return await this.#inTurn(async () => {
      const approved = await this.#write(() => this.#decided(actor, id, 'approved', answer));
      try {
        await this.#submit(approved);
      } catch (error) {
        await this.#write(() => undecideRequest(id));
        throw error;
      }
      // Without this it is submitted again, which changes nothing.
      await this.#engine.write(() => noteJob(id));
      return approved;
    });
  }

  /** Also takes an approval back: what fetches it ends. Throws `archive/not-found`, `request/decided` for one that is fetched. */
  async decline(actor: Actor, id: string, answer: string): Promise<FetchRequest> {
    return await this.#inTurn(async () => {
      const declined = await this.#write(() => this.#decided(actor, id, 'declined', answer));
      await this.#cancelJob(id);
      return declined;
    });
  }

  /** By who asked. Throws `archive/not-found`, `request/decided`. */
  async withdraw(actor: Actor, id: string): Promise<FetchRequest> {
    const request = await this.#engine.read(() => findRequest(id));
    if (!request || !isOf(request, actor)) throw notFound();
    const withdraw = () => this.#decided(actor, id, 'withdrawn', '');
    return await this.#change(function* () {
      const withdrawn = yield* withdraw();
      yield* forgetWithdrawn(askerOf(actor), KEEP_WITHDRAWN_OF_ONE);
      return withdrawn;
    });
  }

  /** What became of one's own is news no more, where it is still that. Answers of how many that is so. */
  async noteSeen(actor: Actor, seen: readonly Pick<FetchRequest, 'id' | 'state'>[]): Promise<number> {
    return await this.#engine.write(() => noteSeen(askerOf(actor), seen));
  }

  /**
   * Holds what somebody fetches against a request of theirs that was approved: all of its studies, for a part would end it.
   * Resolves to whether something of it is still to be fetched: a job may have been killed after its last word.
   * Throws `node/needs-approval`.
   */
  async requireApproved(
    actor: Actor,
    id: string,
    { name, studies }: Pick<NewRequest, 'name' | 'studies'>,
  ): Promise<boolean> {
    const node = this.#parts.nodes.registry.get(name).name;
    const request = await this.#engine.read(() => findRequest(id));
    const approved = new Set(request?.studies.map(({ studyInstanceUid }) => studyInstanceUid));
    const isApproved =
      (request?.state === 'approved' || request?.state === 'fetched') &&
      request.node === node &&
      isOf(request, actor) &&
      new Set(studies).size === approved.size &&
      studies.every((study) => approved.has(study));
    if (!isApproved) throw new IsocenterError('node/needs-approval', { name: node });
    return request.state === 'approved';
  }

  /** Everything of an approved one is here. */
  async end(id: string): Promise<void> {
    await this.#change(() => endRequest(id));
  }

  /** What an account that is removed asked for: the next one of its name is somebody else. */
  async forget(actor: Actor): Promise<void> {
    await this.#change(() => forgetRequestsOf(askerOf(actor)));
  }

  /** What is still to be fetched from a node that is removed: the next one of its name is another one. */
  async forgetNode(name: string): Promise<void> {
    await this.#change(() => forgetOpenAt(name));
  }

  *#decided({ kind, name }: Actor, id: string, state: Decision['state'], answer: string): Work<FetchRequest> {
    const decidedAt = this.#parts.clock.now().toISOString();
    const decided = yield* decideRequest(id, { state, decidedBy: { kind, name }, decidedAt, answer });
    if (decided) return decided;
    const request = yield* findRequest(id);
    throw request ? new IsocenterError('request/decided') : notFound();
  }

  /** One that cannot begin does not keep the others from it. */
  async #beginOrTell(request: FetchRequest): Promise<void> {
    try {
      await this.#submit(request);
      await this.#engine.write(() => noteJob(request.id));
    } catch (error) {
      const { code } = asIsocenterError(error);
      this.#parts.logger.warn({ request: request.id, code }, 'what was approved cannot begin; trying again');
    }
  }

  /** The job has the id of the request: whoever submits it a second time changes nothing. */
  async #submit({ id, node: name, studies, askedBy: subject }: FetchRequest): Promise<void> {
    const input = { name, studies: studies.map(({ studyInstanceUid }) => studyInstanceUid), request: id };
    await this.#parts.jobs.submit({ id, kind: OPERATION, input, subject });
  }

  /** Of a request; there is none of one that nobody approved. */
  async #cancelJob(id: string): Promise<void> {
    try {
      await this.#parts.jobs.cancel(undefined, id);
    } catch (error) {
      if (asIsocenterError(error).code !== 'archive/not-found') throw error;
    }
  }

  #change<T>(work: () => Work<T>): Promise<T> {
    return this.#inTurn(() => this.#write(work));
  }

  /** Durable when it resolves. */
  async #write<T>(work: () => Work<T>): Promise<T> {
    const result = await this.#engine.write(work);
    await this.#engine.flush();
    return result;
  }

  get #engine(): Catalog['engine'] {
    return this.#parts.catalog.engine;
  }
}

/** One that waits for the same. Throws `request/too-many` when there is none and no room for another. */
function* asked(asker: string, node: string, content: string): Work<FetchRequest | undefined> {
  const known = yield* findWaiting(asker, node, content);
  if (known) return known;
  const { own, all } = yield* countWaiting(asker);
  if (own >= MAXIMUM_WAITING_OF_ONE)
    throw new IsocenterError('request/too-many', { limit: MAXIMUM_WAITING_OF_ONE });
  if (all >= MAXIMUM_WAITING) throw new IsocenterError('request/too-many', { limit: MAXIMUM_WAITING });
  return undefined;
}

const isOf = ({ askedBy }: FetchRequest, actor: Actor): boolean => askerOf(askedBy) === askerOf(actor);

const notFound = (): IsocenterError => new IsocenterError('archive/not-found', { what: 'request' });
