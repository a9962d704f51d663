/** From brightness to what is seen of it (PS3.3 C.11.6). */
import type { Dataset } from '../../dicom/index.ts';
import { displayTags } from './display-tags.ts';
import { type LookupTable, readLookupTable } from './lookup-table.ts';
import { WHITE } from './voi.ts';

/** The table of a presentation state; undefined where it has none. A wrong one: `pixels/bad`. */
export function readPresentationTable(dataset: Dataset): LookupTable | undefined {
  const [item] = dataset.items(displayTags.PresentationLUTSequence);
  const tableTags = { descriptor: displayTags.LUTDescriptor, data: displayTags.LUTData };
  return item && readLookupTable(item, tableTags, false);
}

/** Both from 0 to 255. Its entries, however many, stand for all brightnesses. */
export function presentedBy({ entries, bits }: LookupTable): (brightness: number) => number {
  const scale = WHITE / (2 ** bits - 1);
  return (brightness) => entries[Math.round((brightness / WHITE) * (entries.length - 1))]! * scale;
}
