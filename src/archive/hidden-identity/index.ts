/** What of the archive is shown to somebody who is not to know whose images they see. */
export { HiddenIdentity } from './hidden-identity.ts';
export { requireHidingQuery } from './hide-in-rows.ts';
