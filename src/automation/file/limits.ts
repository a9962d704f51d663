/** Longest automation file that is read, characters. */
export const MAXIMUM_FILE = 1024 * 1024;
