/** Words that are on the screen whatever page it shows, and those of the first page. */
export { attention } from '../attention.ts';
export { common } from '../common.ts';
export { errors } from '../errors.ts';
export { home } from '../home.ts';
export { jobs } from '../jobs.ts';
export { shell } from '../shell.ts';
