/** A data element tag as one unsigned number: group * 65536 + element (PS3.5 7.1). */
export type Tag = number;

export const groupOf = (tag: Tag): number => tag >>> 16;
export const elementNumberOf = (tag: Tag): number => tag & 0xffff;

/** Odd groups are private (PS3.5 7.8). */
export const isPrivate = (tag: Tag): boolean => (tag & 0x10000) !== 0;

/** (gggg,0010) to (gggg,00FF) of an odd group name the owner of a block of 256 elements (PS3.5 7.8.1). */
export const isPrivateCreator = (tag: Tag): boolean =>
  isPrivate(tag) && elementNumberOf(tag) >= 0x10 && elementNumberOf(tag) <= 0xff;

/** The tag of the element that names the owner of a private element; undefined where there is none. */
export function privateCreatorTag(tag: Tag): Tag | undefined {
  const block = elementNumberOf(tag) >>> 8;
  return isPrivate(tag) && block >= 0x10 ? ((tag & 0xffff0000) | block) >>> 0 : undefined;
}

export const isGroupLength = (tag: Tag): boolean => (tag & 0xffff) === 0;

/** `(0010,0010)` */
export function formatTag(tag: Tag): string {
  const hex = hexTag(tag);
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}

/** `00100010`, as PS3.18 writes tags. */
export const hexTag = (tag: Tag): string => tag.toString(16).toUpperCase().padStart(8, '0');

/** `00100010`, `0010,0010` or `(0010,0010)` as a tag; undefined for anything else. */
export function parseTag(text: string): Tag | undefined {
  const match = /^\(?([0-9a-f]{4}),?([0-9a-f]{4})\)?$/i.exec(text);
  return match ? Number.parseInt(match[1]! + match[2]!, 16) : undefined;
}
