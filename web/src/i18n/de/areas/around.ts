export { attention } from '../attention.ts';
export { common } from '../common.ts';
export { errors } from '../errors.ts';
export { home } from '../home.ts';
export { jobs } from '../jobs.ts';
export { shell } from '../shell.ts';
