/** Studies that schedules left behind at nodes: found there, and not all of them here. */
export { dayOfDate } from './deletion-day.ts';
export { LeftBehind, type LeftBehindParts } from './left-behind.ts';
export { type Look, noteLooks } from './left-rows.ts';
export { problemsOf, type ToldLeft } from './problems-of.ts';
