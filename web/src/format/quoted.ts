/** Words as one word of the search box. */
export function quoted(words: string): string {
  const plain = words.replace(/["„“”]/g, ' ').trim();
  return /\s/.test(plain) ? `"${plain}"` : plain;
}
