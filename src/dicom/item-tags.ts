/** Length field of sequences, items and pixel data that end with a delimitation item (PS3.5 7.1.1). */
export const undefinedLength = 0xffffffff;

/** The tags that structure sequences (PS3.5 7.5). */
export const itemTags = { item: 0xfffee000, itemEnd: 0xfffee00d, sequenceEnd: 0xfffee0dd } as const;

/** Bytes of an item tag with its length, and of a delimitation item, whose length is zero (PS3.5 table 7.5-3). */
export const itemHeaderLength = 8;
