/** Rows as RFC 4180 has them, for spreadsheets. */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text);

/** What begins like a formula is one in a spreadsheet, whoever wrote it: the apostrophe makes it text. Numbers stay numbers. */
function cell(text: string): string {
  const safe = isNumber(text) ? text : text.replace(/^[=+\-@\t\r]/, "'$&");
  return `"${safe.replaceAll('"', '""')}"`;
}
