/** Who somebody is and what they may do: accounts, grants, tokens. One model for all doors. */
export { Access, type AccessOptions } from './access.ts';
export { Audit, type AuditNote, type AuditOptions } from './audit/audit.ts';
export type { Identity } from './identities.ts';
export type { Browser, LoggedIn } from './log-ins.ts';
export { looksBy } from './looks.ts';
export type { Site } from './passkeys.ts';
export { intersectionOf } from './reach.ts';
export type { AccessRecords } from './registry.ts';
export type { TotpSetUp } from './second-factor.ts';
export type { Session, SessionLimits } from './sessions.ts';
export { isShareId } from './shares.ts';
export { Tickets } from './tickets.ts';
