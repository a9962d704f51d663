import {
  type Actor,
  type Caller,
  everything,
  type GrantTerms,
  nothing,
  type Right,
  rights,
  type Scope,
} from '../contract/index.ts';

type Terms = Pick<GrantTerms, 'rights' | 'scope' | 'expiresAt'>;

/** Whether it still counts at `now`, ISO 8601. */
export const isValid = ({ expiresAt }: Pick<Terms, 'expiresAt'>, now: string): boolean =>
  expiresAt === null || now < expiresAt;

/** What grants together allow: each right reaches what the grants that have it cover. */
export function callerOf(actor: Actor, address: string, grants: Iterable<Terms>, now: string): Caller {
  const valid = [...grants].filter((grant) => isValid(grant, now));
  const reach = new Map<Right, Scope>();
  for (const right of rights) {
    const covering = valid.filter((grant) => grant.rights.includes(right));
    if (covering.length > 0) reach.set(right, unionOf(covering.map(({ scope }) => scope)));
  }
  const held = new Set(reach.keys());
  const whole = valid.filter((grant) => [...held].every((right) => grant.rights.includes(right)));
  return { actor, address, rights: held, reach, scope: unionOf(whole.map(({ scope }) => scope)) };
}

/** No more than both allow: a token never reaches further than its owner does now. */
export function limitedTo(caller: Caller, owner: Caller): Caller {
  const reach = new Map<Right, Scope>();
  for (const right of caller.rights) {
    const scope = intersectionOf(scopeOf(caller, right), scopeOf(owner, right));
    if (owner.rights.has(right) && scope.kind !== 'nothing') reach.set(right, scope);
  }
  const scope = intersectionOf(caller.scope, owner.scope);
  return { ...caller, rights: new Set(reach.keys()), reach, scope };
}

const scopeOf = (caller: Caller, right: Right): Scope => caller.reach?.get(right) ?? caller.scope;

export function unionOf(scopes: readonly Scope[]): Scope {
  if (scopes.some(({ kind }) => kind === 'everything')) return everything;
  const rules = scopes.flatMap((scope) => (scope.kind === 'rules' ? scope.rules : []));
  return rules.length === 0 ? nothing : { kind: 'rules', rules };
}

/** Rules that both have. What two different rules have in common is not known here, and is left out. */
export function intersectionOf(a: Scope, b: Scope): Scope {
  if (a.kind === 'everything') return b;
  if (b.kind === 'everything') return a;
  if (a.kind === 'nothing' || b.kind === 'nothing') return nothing;
  const known = new Set(b.rules.map((rule) => JSON.stringify(rule)));
  return unionOf([{ kind: 'rules', rules: a.rules.filter((rule) => known.has(JSON.stringify(rule))) }]);
}
