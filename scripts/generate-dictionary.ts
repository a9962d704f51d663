/**
 * Writes `src/dicom/dictionary/*.generated.ts` from the tables of the standard (elements.tsv, uids.tsv,
 * private-elements.tsv).
 *
 *   node scripts/generate-dictionary.ts <directory of the tables>
 *
 * The tables are single strings: the program parses the lines it needs when it first needs them, so importing
 * them costs no more than reading the file.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Row = Readonly<Record<string, string>>;

const source = process.argv[2];
if (!source) throw new Error('usage: node scripts/generate-dictionary.ts <directory of the tables>');
const target = join(import.meta.dirname, '../src/dicom/dictionary');

/**
 * Tags that code names: command, file meta, directory, identification, patient, acquisition, relationship, image, study,
 * procedure, pixel groups. Few enough for an object with fast properties.
 */
const tagRanges: readonly (readonly [first: number, last: number])[] = [
  [0x00000000, 0x00041fff],
  [0x00080000, 0x00123fff],
  [0x00180000, 0x00181fff],
  [0x00200000, 0x00209fff],
  [0x00280000, 0x00281fff],
  [0x00320000, 0x00380fff],
  [0x003a0000, 0x003a02ff],
  [0x00400000, 0x004003ff],
  [0x0040a000, 0x0040a7ff],
  [0x00420000, 0x00420fff],
  [0x00540000, 0x00541fff],
  [0x00880000, 0x0088ffff],
  [0x04000000, 0x04000600],
  [0x52000000, 0x54ffffff],
  [0x7fe00000, 0xffffffff],
];

const elements = readTable('elements.tsv');
const standard = elements.filter((row) => row.tag !== '' && !row.tag!.includes('x'));
const repeating = elements.filter((row) => row.tag!.includes('x'));

writeModule('elements', {
  standardElements: standard.map(elementLine).join('\n'),
  repeatingElements: repeating.map(elementLine).join('\n'),
});
writeModule('uids', { uids: readTable('uids.tsv').map(uidLine).join('\n') });
writeModule('private-elements', { privateElements: privateLines(readTable('private-elements.tsv')) });
writeTags(standard);

function readTable(name: string): Row[] {
  const [head = '', ...lines] = readFileSync(join(source!, name), 'utf8').trimEnd().split('\n');
  const columns = head.split('\t');
  return lines.map((line) => {
    const cells = line.replace(/\r$/, '').split('\t');
    return Object.fromEntries(
      columns.map((column, i) => [column, (cells[i] ?? '').replaceAll('\u200b', '')]),
    );
  });
}

/** `tag|vr|vm|keyword|R|name`, the name left out where the keyword says it. */
function elementLine(row: Row): string {
  const name = row.keyword === row.name?.replaceAll(' ', '') ? '' : row.name;
  return [
    row.tag,
    row.vr === 'NONE' ? '' : row.vr!.replaceAll(' or ', '/'),
    row.vm,
    row.keyword,
    row.retired ? 'R' : '',
    name,
  ]
    .join('|')
    .replace(/\|+$/, '');
}

function uidLine(row: Row): string {
  return [row.uid, row.type, row.keyword, row.retired ? 'R' : '', row.name].join('|');
}

/** A line `=creator` starts the lines `tag|vr|vm|name` of that creator. */
function privateLines(rows: readonly Row[]): string {
  const byCreator = Map.groupBy(rows, (row) => row.creator!);
  return [...byCreator]
    .map(([creator, own]) => [`=${creator}`, ...own.map(privateLine)].join('\n'))
    .join('\n');
}

function privateLine(row: Row): string {
  const vr = row.vr!.replaceAll(/ or |_/g, '/');
  return `${row.tag!.toUpperCase().replaceAll('X', 'x')}|${vr}|${row.vm}|${row.name === 'Unknown' ? '' : row.name}`.replace(
    /\|+$/,
    '',
  );
}

function writeModule(name: string, constants: Readonly<Record<string, string>>): void {
  const body = Object.entries(constants).map(
    ([key, text]) => `export const ${key} = ${templateLiteral(text)};\n`,
  );
  writeFileSync(join(target, `${name}.generated.ts`), `${banner()}${body.join('\n')}`);
}

function writeTags(rows: readonly Row[]): void {
  const named = rows.filter((row) => row.keyword && inTagConstants(row));
  const lines = named.map((row) => `  ${row.keyword}: 0x${row.tag!.toLowerCase()},`);
  const text = `/** Tags by keyword, for elements that code names. All others: \`tagOf(keyword)\`. */\nexport const tags = {\n${lines.join('\n')}\n} as const;\n`;
  writeFileSync(join(target, 'tags.generated.ts'), `${banner()}${text}`);
}

function inTagConstants(row: Row): boolean {
  const tag = Number.parseInt(row.tag!, 16);
  return row.retired === '' && tagRanges.some(([first, last]) => tag >= first && tag <= last);
}

function templateLiteral(text: string): string {
  return `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
}

function banner(): string {
  return '// Written by scripts/generate-dictionary.ts from the tables of the DICOM standard. Do not edit.\n\n';
}
