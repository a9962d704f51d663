import { type Clock, type InTurn, IsocenterError } from '../base/index.ts';
import type { Actor, Caller, Emergency, GrantTerms, RulesScope } from '../contract/index.ts';
import type { Subject } from './definitions.ts';
import type { Grants } from './grants.ts';
import { isValid } from './reach.ts';
import type { AccessRegistry } from './registry.ts';

interface EmergenciesParts {
  readonly registry: AccessRegistry;
  readonly grants: Grants;
  readonly clock: Clock;
  /** Runs a change after those before it. */
  readonly inTurn: InTurn;
}

/** What accounts open for themselves in an emergency: grants with a reason, that end soon. */
export class Emergencies {
  readonly #parts: EmergenciesParts;

  constructor(parts: EmergenciesParts) {
    this.#parts = parts;
  }

  /**
   * Lets an account see something for a while. Whether it may, and what of it is there, is for who calls to ask; here it is
   * told: on record, and as an event. Resolves to its end, ISO 8601. Throws `archive/forbidden` for who is no account.
   */
  open(
    actor: Actor,
    rules: RulesScope['rules'],
    { reason, minutes }: { readonly reason: string; readonly minutes: number },
  ): Promise<string> {
    const { registry, grants, clock, inTurn } = this.#parts;
    return inTurn(async () => {
      if (actor.kind !== 'user' || !registry.users.has(actor.name))
        throw new IsocenterError('archive/forbidden', {
          actor: actor.name,
          action: 'break glass without an account',
        });
      const expiresAt = new Date(clock.now().getTime() + minutes * 60_000).toISOString();
      const terms: GrantTerms = {
        ...{ rights: ['find', 'view', 'download'], expiresAt },
        scope: { kind: 'rules', rules: [...rules] },
      };
      await grants.add(actor, { kind: 'user', name: actor.name }, terms, reason);
      return expiresAt;
    });
  }

  /** Since a time (ISO 8601), those that are over included, the newest first. */
  since(since: string): Emergency[] {
    return [...this.#all()]
      .map(([, emergency]) => emergency)
      .filter(({ openedAt }) => openedAt >= since)
      .sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
  }

  /** What is open now, the newest first: the caller's own; everybody's for administrators. */
  list(caller: Caller): Emergency[] {
    const now = this.#parts.clock.now().toISOString();
    return this.since('').filter((one) => isValid(one, now) && isOwn(caller, one));
  }

  /** Before its time. Throws `archive/not-found`. */
  end(caller: Caller, id: string): Promise<void> {
    const { grants, inTurn } = this.#parts;
    return inTurn(async () => {
      const [subject, emergency] = [...this.#all()].find(([, one]) => one.id === id) ?? [];
      if (!subject || !emergency || !isOwn(caller, emergency))
        throw new IsocenterError('archive/not-found', { what: 'emergency' });
      await grants.drop(caller.actor, subject, id);
    });
  }

  *#all(): Generator<[Subject, Emergency]> {
    for (const [id, { reason, subject, scope, grantedAt, expiresAt }] of this.#parts.registry.grants) {
      if (reason === undefined || expiresAt === null || scope.kind !== 'rules') continue;
      const { name: account } = subject;
      yield [subject, { id, account, reason, rules: scope.rules, openedAt: grantedAt, expiresAt }];
    }
  }
}

function isOwn({ actor, rights }: Caller, { account }: Emergency): boolean {
  return rights.has('administer') || (actor.kind === 'user' && actor.name === account);
}
