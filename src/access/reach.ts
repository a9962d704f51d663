import {
  type Actor,
  type Caller,
  everything,
  type GrantTerms,
  nothing,
  type Right,
  type RulesScope,
  reachOf,
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
    const scope = intersectionOf(reachOf(caller, right), reachOf(owner, right));
    if (scope.kind !== 'nothing') reach.set(right, scope);
  }
  const scope = intersectionOf(caller.scope, owner.scope);
  return { ...caller, rights: new Set(reach.keys()), reach, scope };
}

function unionOf(scopes: readonly Scope[]): Scope {
  if (scopes.some(({ kind }) => kind === 'everything')) return everything;
  const rules = scopes.flatMap((scope) => (scope.kind === 'rules' ? scope.rules : []));
  return rules.length === 0 ? nothing : { kind: 'rules', rules };
}

/** What both have. What two different rules have in common only the catalog knows. */
export function intersectionOf(a: Scope, b: Scope): Scope {
  if (a.kind === 'everything') return b;
  if (b.kind === 'everything') return a;
  if (a.kind === 'nothing' || b.kind === 'nothing') return nothing;
  if (a.kind !== 'rules' || b.kind !== 'rules') return { kind: 'all-of', scopes: [a, b] };
  const known = new Set(b.rules.map((rule) => JSON.stringify(rule)));
  const common = a.rules.filter((rule) => known.has(JSON.stringify(rule)));
  const isExact = common.length === b.rules.length || common.length === a.rules.length || areApart(a, b);
  return isExact ? unionOf([{ kind: 'rules', rules: common }]) : { kind: 'all-of', scopes: [a, b] };
}

/** A study has one UID, one patient, one person and one collection: different ones have nothing in common. */
const EXCLUSIVE = ['studyInstanceUid', 'patientKey', 'person', 'collection'] as const;

function areApart(a: RulesScope, b: RulesScope): boolean {
  return EXCLUSIVE.some((name) => [...a.rules, ...b.rules].every((rule) => name in rule));
}
