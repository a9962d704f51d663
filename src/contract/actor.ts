/** Who asks. Every archive use-case takes one first, and every event names it. */
export interface Actor {
  readonly kind: 'system' | 'local' | 'node' | 'user' | 'token' | 'share' | 'job';
  /** Stable and free of patient data: an AE title, an account name, a job id. */
  readonly name: string;
  /** Is shown images without being told whose they are; see archive/hidden-identity/. */
  readonly identityHidden?: true;
}

/**
 * What an actor may see. The catalog turns it into one SQL predicate that is part of every query, whatever the
 * door. Rules are alternatives: a row is visible when any of them covers it. `all-of` is what several scopes have in
 * common: what a token that is limited to one study shows of what its owner may see.
 */
export type Scope =
  | { readonly kind: 'everything' }
  | { readonly kind: 'nothing' }
  | RulesScope
  | { readonly kind: 'all-of'; readonly scopes: readonly Scope[] };

export interface RulesScope {
  readonly kind: 'rules';
  readonly rules: readonly ScopeRule[];
}

export type ScopeRule =
  | { readonly collection: string }
  | { readonly studyInstanceUid: string }
  | { readonly patientKey: string }
  /** All patients of a person, whoever is one at the moment of asking. */
  | { readonly person: string }
  /** Studies with this label, and those of patients with it; whatever its value when none is named. */
  | { readonly label: string; readonly value?: string | undefined };

export const everything = { kind: 'everything' } as const satisfies Scope;
export const nothing: Scope = { kind: 'nothing' };
export const systemActor: Actor = { kind: 'system', name: 'isocenter' };
