/** A folder below one that the archive may use. */
export const folderBelow = (above: string, below: string): string =>
  `${above.replace(/\/+$/, '')}/${below.replace(/^\/+|\/+$/g, '')}`;

/** The deepest of the folders that one is below, and where below it; nothing where it is below none. */
export function splitFolder(
  folders: readonly string[],
  folder: string,
): { readonly above: string; readonly below: string } {
  const above = folders
    .filter((one) => folder.startsWith(folderBelow(one, '')))
    .toSorted((one, other) => other.length - one.length)[0];
  return above === undefined
    ? { above: '', below: '' }
    : { above, below: folder.slice(folderBelow(above, '').length) };
}
