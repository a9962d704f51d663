/** Labels and persons that decide who sees what. */
import type { Scope, ScopeRule } from '../contract/index.ts';
import type { AccessRegistry } from './registry.ts';

/** What people say of studies, by which somebody may be let see them. */
export interface Opening {
  readonly kind: 'label' | 'person';
  /** The name of the label, whatever its value; the UID of the person. */
  readonly name: string;
}

/** Whether a grant, a token or a link, expired or not, reaches what has this label, or is of this person. */
export function isNamed(registry: AccessRegistry, { kind, name }: Opening): boolean {
  const { grants, tokens, shares } = registry;
  const scopes = [grants, tokens, shares].flatMap((all) => [...all.values()].map(({ scope }) => scope));
  return scopes.flatMap(rulesOf).some((rule) => (rule as Readonly<Record<string, string>>)[kind] === name);
}

const rulesOf = (scope: Scope): readonly ScopeRule[] => {
  if (scope.kind === 'rules') return scope.rules;
  return scope.kind === 'all-of' ? scope.scopes.flatMap(rulesOf) : [];
};
