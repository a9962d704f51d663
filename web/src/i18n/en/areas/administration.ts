/** Words of the pages about accounts, one's own too, and of others for administrators. */
export { account } from '../account.ts';
export { accounts } from '../accounts.ts';
export { admin } from '../admin.ts';
export { audit } from '../audit.ts';
export { automation } from '../automation.ts';
export { collections } from '../collections.ts';
export { emergencies } from '../emergencies.ts';
export { extensions } from '../extensions.ts';
export { grants } from '../grants.ts';
export { groups } from '../groups.ts';
export { inboxes } from '../inboxes.ts';
export { quarantine } from '../quarantine.ts';
export { rules } from '../rules.ts';
export { schedules } from '../schedules.ts';
export { settings } from '../settings.ts';
export { status } from '../status.ts';
export { tokens } from '../tokens.ts';
