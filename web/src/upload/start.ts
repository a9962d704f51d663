/** Begins to add what somebody dropped or chose. What does the work is loaded here. */
import { entriesOf, filesOfEntries, filesOfInput } from './found-files.ts';

/** Has to be called while the event of the drop is handled. Answers whether there was anything to add. */
export function addDropped(dropped: DataTransfer, account: string): boolean {
  const entries = entriesOf(dropped);
  if (entries.length === 0) return false;
  const names = entries.map(({ name }) => name);
  void import('./adding.ts').then(({ adding }) => adding.add(filesOfEntries(entries), names, account));
  return true;
}

export function addChosen(files: readonly File[], account: string): void {
  const names = new Set(
    files.map(({ name, webkitRelativePath }) => webkitRelativePath.split('/')[0] || name),
  );
  void import('./adding.ts').then(({ adding }) => adding.add(filesOfInput(files), [...names], account));
}
