import type { Right } from '../../../contract/index.ts';

/** Rights in words for people. */
export const rightWords: Readonly<Record<Right, string>> = {
  find: 'find',
  view: 'view',
  download: 'download',
  store: 'upload',
  edit: 'edit',
  remove: 'remove',
  send: 'send',
  share: 'share',
  identify: 'see who a pseudonym is',
  breakGlass: 'open anything in an emergency',
  administer: 'administer',
};
