/** Text on a terminal: how wide it is, cutting it, and keeping what others wrote from steering the terminal. */

/** Control characters, and the invisible ones that reorder or hide text. Names in images come from anywhere. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about.
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\p{Emoji_Presentation}]/u;
const narrowText = /^[\x20-\x7e]*$/;
const ellipsis = '…';

export function printable(text: string): string {
  return text.replace(unprintable, '\ufffd');
}

/** In columns: ideographs take two, combining marks none. */
export function textWidth(text: string): number {
  if (narrowText.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  if (wide.test(character)) return 2;
  return /\p{M}/u.test(character) ? 0 : 1;
}

/** At most `width` columns, with an ellipsis when something was cut. */
export function truncate(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += characterWidth(character);
    if (used > width - 1) break;
    kept += character;
  }
  return kept + ellipsis;
}

export function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'left' ? text + space : space + text;
}
