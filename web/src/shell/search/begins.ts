/** Whether each word that was typed is the beginning of one of a text, whatever the case and the order. */
export function beginsWithin(typed: string, text: string): boolean {
  const words = wordsOf(text);
  return wordsOf(typed).every((word) => words.some((each) => each.startsWith(word)));
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s,.:()]+/)
    .filter((word) => word !== '');
