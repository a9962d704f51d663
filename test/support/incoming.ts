import fs from 'node:fs';
import path from 'node:path';

/** Names in `incoming/` of a data directory that hold something; empty ones are the store's reserve of new files. */
export function incomingNames(data: string): string[] {
  const folder = path.join(data, 'incoming');
  return fs.readdirSync(folder).filter((name) => {
    const stat = fs.statSync(path.join(folder, name), { throwIfNoEntry: false });
    return stat !== undefined && stat.size > 0;
  });
}
