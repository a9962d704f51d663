/** What was being added when the page was closed, so that it can go on: in this browser, for whoever it was. */

export interface Remembered {
  /** What was dropped or chosen, as it is called. */
  readonly names: readonly string[];
  readonly files: number;
  /** Ids of the uploads that arrived whole, by the keys of their parcels. */
  readonly sent: Readonly<Record<string, string>>;
}

const nameOf = (account: string): string => `isocenter.adding.${account}`;

export function remembered(account: string): Remembered | undefined {
  try {
    const told = JSON.parse(localStorage.getItem(nameOf(account)) ?? 'null') as Partial<Remembered> | null;
    const { names = [], files = 0, sent = {} } = told ?? {};
    return told ? { names, files, sent } : undefined;
  } catch {
    // Nothing that we wrote.
    return undefined;
  }
}

export function remember(account: string, adding: Remembered): void {
  try {
    localStorage.setItem(nameOf(account), JSON.stringify(adding));
  } catch {
    // There is no room for it: going on later begins anew, and what is there already is told.
  }
}

export const forget = (account: string): void => localStorage.removeItem(nameOf(account));
