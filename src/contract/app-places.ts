/** The first parts of the web app's addresses: the server shows its page there, and has nothing else of these names. */
export const appPlaces = ['add', 'admin', 'people', 'studies', 'viewer'] as const;
