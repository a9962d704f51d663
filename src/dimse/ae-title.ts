/** PS3.5 VR AE: 1 to 16 characters of the default repertoire, no backslash, no control characters, not blank. */
export function isValidAeTitle(title: string): boolean {
  return /^[\x20-\x5b\x5d-\x7e]{1,16}$/.test(title) && title.trim() !== '';
}

/** For logs: what a peer says must not be able to break a line or fake one. */
export const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');

export const printableAeTitle = (title: string): string => printable(title).slice(0, 16);
