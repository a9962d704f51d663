/** What needs a person is told where schedules say so. */
export { type NoticeParts, noticeKind } from './notice-kind.ts';
export { Notices } from './notices.ts';
