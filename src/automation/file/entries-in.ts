import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { entryKinds, type FileEntry } from '../../contract/index.ts';

/** What a text of the file that is right says of each entry, as data, and where. */
export function entriesIn(text: string): FileEntry[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  return entryKinds.flatMap((kind) => {
    const list = document.get(kind);
    if (!isMap(list)) return [];
    return list.items.flatMap(({ key, value }): FileEntry[] => {
      if (!isScalar(key) || !isMap(value)) return [];
      const { line } = lines.linePos(key.range?.[0] ?? 0);
      return [{ kind, name: String(key.value), line, says: value.toJS(document) }];
    });
  });
}
