/** The first parts of the web app's addresses: the server shows its page there, and has nothing else of these names. */
export const appPlaces = [
  'account',
  'add',
  'admin',
  'automation',
  'fetch',
  'jobs',
  'people',
  'recordings',
  'shares',
  'studies',
  'trash',
  'viewer',
  'volumes',
  'welcome',
] as const;

/** Those of them that whoever came by a link sees as well. */
export const guestPlaces: ReadonlySet<(typeof appPlaces)[number]> = new Set([
  'recordings',
  'viewer',
  'volumes',
]);
