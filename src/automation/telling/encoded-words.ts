/** Of the text in one word; with what stands around it a word has at most 75 characters. */
const MAXIMUM_BYTES = 45;

/** A text as the value of a header, where only ASCII passes: other text as encoded words (RFC 2047 section 2). */
export function encodedWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (Buffer.byteLength(word + character) > MAXIMUM_BYTES) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map((each) => `=?UTF-8?B?${Buffer.from(each).toString('base64')}?=`).join(' ');
}
