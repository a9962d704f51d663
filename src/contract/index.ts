export { type Actor, everything, nothing, type Scope, type ScopeRule, systemActor } from './actor.ts';
export type { Origin } from './origin.ts';
