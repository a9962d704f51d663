const decimalForm = /^([+-]?)0*(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,4}))?$/;

/** Far more than DS allows (16) and than a number can hold. */
const LONGEST = 64;

/**
 * A DS or IS value as a JSON number when that number, written in decimal, is the same number; else the text itself
 * (PS3.18 table F.2.3-1 allows both). "1.50" is 1.5; "0.12345678901234567890" and "N/A" stay text.
 */
export function exactNumber(text: string): number | string {
  if (text.length > LONGEST) return text;
  const number = Number(text);
  if (String(number) === text) return Number.isFinite(number) ? number : text;
  const own = canonical(text);
  return own !== undefined && own === canonical(String(number)) ? number : text;
}

/** Sign, digits without outer zeros, and the exponent of the last one; undefined where text is no decimal number. */
function canonical(text: string): string | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] = decimalForm.exec(text) ?? [];
  if (sign === undefined || !/\d/.test(text)) return undefined;
  const all = (whole + fraction).replace(/^0+/, '');
  const digits = all.replace(/0+$/, '');
  const scale = Number(exponent) - fraction.length + (all.length - digits.length);
  return `${sign === '-' ? '-' : ''}${digits}e${digits === '' ? 0 : scale}`;
}
