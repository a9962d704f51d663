/** What something is called when others have its name: the first one keeps it, the second is `stem (2)`, before its ending. */
export const numbered = (stem: string, number: number, ending = ''): string =>
  `${stem}${number === 1 ? '' : ` (${number})`}${ending}`;
