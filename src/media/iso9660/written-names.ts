/** How files are called in the two trees of a disc that we write. */

/** ECMA-119 10.1: level 1 has eight characters and three. */
const STEM = 8;
const EXTENSION = 3;
/** Joliet Specification, "Allowed Character Set": what Windows does not allow, and 64 characters. */
const JOLIET_LENGTH = 64;

/** A name as level 1 has it, in capitals; without the version that ends it on the disc. */
export function levelOneName(name: string, isFolder: boolean): string {
  const dot = isFolder ? -1 : name.lastIndexOf('.');
  const stem = dCharacters(dot < 0 ? name : name.slice(0, dot)).slice(0, STEM) || '_';
  if (isFolder) return stem;
  const extension = dot < 0 ? '' : dCharacters(name.slice(dot + 1)).slice(0, EXTENSION);
  return `${stem}.${extension}`;
}

/** The next name that is not taken: its end becomes a number. */
export function numberedLevelOneName(name: string, number: number): string {
  const dot = name.indexOf('.');
  const [stem, rest] = dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot)];
  const end = `_${number}`;
  return `${stem.slice(0, STEM - end.length)}${end}${rest}`;
}

export function jolietName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in it
  return name.replace(/[\0-\x1f*/:;?\\]/g, '_').slice(0, JOLIET_LENGTH);
}

export function numberedJolietName(name: string, number: number): string {
  const [, stem = name, extension = ''] = /^(.+?)(\.[^.]{1,8})?$/s.exec(name) ?? [];
  const end = ` (${number})${extension}`;
  return `${stem.slice(0, JOLIET_LENGTH - end.length)}${end}`;
}

const dCharacters = (text: string): string => text.replace(/[^A-Za-z0-9_]/g, '_').toUpperCase();
