/** Characters that RFC 5987 lets stand as they are in `ext-value`; everything else is percent-encoded UTF-8. */
const NOT_ATTR_CHAR = /['()*]/g;
const LONGEST_NAME = 200;

/** Content-Disposition (RFC 6266) that saves the answer under a name, whatever is in the name. */
export function attachment(name: string): string {
  return `attachment; ${filename(name)}`;
}

/** The same for what is shown, and has the name when it is saved after all. */
export function inline(name: string): string {
  return `inline; ${filename(name)}`;
}

/** Old browsers get plain ASCII without quotes, backslashes or control characters, the others all of it. */
function filename(name: string): string {
  const cut = [...name.toWellFormed()].slice(0, LONGEST_NAME).join('');
  const plain = cut.replace(/[^\x20-\x7e]|["\\%/]/g, '_');
  const encoded = encodeURIComponent(cut.replaceAll(/[\r\n\0]/g, '_')).replace(
    NOT_ATTR_CHAR,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${encoded}`;
}
