/** What the archive does by itself, as people say it in one file. */
export { Automation, type AutomationParts } from './automation.ts';
