import {
  type Bounds,
  daBounds,
  dateTimeOf,
  dtBounds,
  fail,
  parseDa,
  parseDt,
  parseTm,
  tmBounds,
} from './date-time.ts';

/** What range matching compares with (PS3.4 C.2.2.2.5). Both ends inclusive; an absent end is open. */
export interface DateTimeRange {
  readonly from?: string;
  readonly to?: string;
}

/**
 * "a", "a-b", "-b" or "a-"; a single value, if partial, is the range of all that it can mean. Bounds are YYYYMMDD.
 * @throws IsocenterError dicom/bad-value
 */
export function parseDaRange(text: string): DateTimeRange {
  const trimmed = text.trim();
  const iso = /^\d{4}-\d\d-\d\d$/.test(trimmed);
  return rangeOf(iso ? [trimmed] : splitOnce(trimmed, 'DA'), (part) => daBounds(parseDa(part)));
}

/**
 * Bounds are HHMMSS.FFFFFF. A range does not go over midnight (PS3.4 C.2.2.2.5): one whose end is first matches nothing.
 * @throws IsocenterError dicom/bad-value
 */
export function parseTmRange(text: string): DateTimeRange {
  return rangeOf(splitOnce(text.trim(), 'TM'), (part) => tmBounds(parseTm(part)));
}

/**
 * Bounds are YYYYMMDDHHMMSS.FFFFFF, `assumedOffset` minutes east of UTC.
 * @throws IsocenterError dicom/bad-value
 */
export function parseDtRange(text: string, assumedOffset = 0): DateTimeRange {
  return rangeOf(splitDt(text.trim()), (part) => dtBounds(parseDt(part), assumedOffset));
}

/**
 * A date key and a time key taken as one (combined datetime matching, PS3.4 C.2.2.2.5): "20200101-20200103" and
 * "0800-1200" mean from the first at eight to the third at noon. Bounds as `parseDtRange`.
 * @throws IsocenterError dicom/bad-value
 */
export function combineRanges(dates: DateTimeRange, times: DateTimeRange): DateTimeRange {
  return {
    ...(dates.from !== undefined && { from: dates.from + (times.from ?? '000000.000000') }),
    ...(dates.to !== undefined && { to: dates.to + (times.to ?? '235959.999999') }),
  };
}

function rangeOf(parts: readonly string[], boundsOf: (part: string) => Bounds): DateTimeRange {
  const from = parts[0]!;
  const to = parts.at(-1)!;
  return {
    ...(from !== '' && { from: boundsOf(from).first }),
    ...(to !== '' && { to: boundsOf(to).last }),
  };
}

function splitOnce(text: string, vr: 'DA' | 'TM'): string[] {
  const parts = text.split('-').map((part) => part.trim());
  if (parts.length > 2 || parts.every((part) => part === '')) fail(vr, 'not a value or a range of two');
  return parts;
}

/**
 * A hyphen may also start an offset from UTC. PS3.5 6.2: what can be read as an offset is one, so the text is taken
 * as one value if it can be, else cut at the first hyphen that leaves two values.
 */
function splitDt(text: string): string[] {
  if (dateTimeOf(text) !== undefined) return [text];
  for (let at = text.indexOf('-'); at >= 0; at = text.indexOf('-', at + 1)) {
    const parts = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    const sound = parts.every((part) => part === '' || dateTimeOf(part) !== undefined);
    if (sound && parts.join('') !== '') return parts;
  }
  return fail('DT', 'not a value or a range of two');
}
