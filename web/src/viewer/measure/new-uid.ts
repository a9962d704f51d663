/** A UID of a random number of 122 bits: PS3.5 B.2. */
export const newUid = (): string => `2.25.${BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`)}`;
