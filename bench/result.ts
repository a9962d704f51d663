import { median, range } from './statistics.ts';

/** What is demanded of a figure: a ratio to the peer's, or the figure itself. */
export type Wanted =
  | { readonly kind: 'ratio'; readonly atLeast: number; readonly stretch?: number }
  | { readonly kind: 'at least' | 'at most'; readonly value: number }
  | { readonly kind: 'for the record' };

/** One line of the report: our figure of every run beside the peer's of the same run. */
export interface Result {
  /** Number of the bar. */
  readonly bar: number;
  readonly what: string;
  readonly unit: string;
  /** Which direction is good; a ratio is turned so that more than 1 is always better for us. */
  readonly better: 'higher' | 'lower';
  readonly ours: readonly number[];
  readonly peer?: { readonly name: string; readonly values: readonly number[] };
  readonly wanted: Wanted;
}

export interface Verdict {
  readonly ours: string;
  readonly peer: string;
  readonly ratio: string;
  readonly wanted: string;
  readonly met: boolean | undefined;
}

export function judge(result: Result): Verdict {
  const ratio = ratioOf(result);
  return {
    ours: withRange(result.ours),
    peer: result.peer === undefined ? '' : `${result.peer.name} ${withRange(result.peer.values)}`,
    ratio: Number.isFinite(ratio) ? `${ratio.toFixed(2)}x` : '',
    wanted: wantedText(result.wanted),
    met: result.ours.length === 0 ? undefined : isMet(result, ratio),
  };
}

export function ratioOf({ ours, peer, better }: Result): number {
  if (peer === undefined || ours.length === 0) return Number.NaN;
  const ratio = median(ours) / median(peer.values);
  return better === 'higher' ? ratio : 1 / ratio;
}

function isMet({ ours, wanted }: Result, ratio: number): boolean | undefined {
  switch (wanted.kind) {
    case 'ratio':
      return ratio >= wanted.atLeast;
    case 'at least':
      return median(ours) >= wanted.value;
    case 'at most':
      return median(ours) <= wanted.value;
    case 'for the record':
      return undefined;
    default:
      return wanted satisfies never;
  }
}

function wantedText(wanted: Wanted): string {
  switch (wanted.kind) {
    case 'ratio':
      return `>= ${wanted.atLeast}x${wanted.stretch === undefined ? '' : ` (stretch ${wanted.stretch}x)`}`;
    case 'at least':
      return `>= ${format(wanted.value)}`;
    case 'at most':
      return `<= ${format(wanted.value)}`;
    case 'for the record':
      return '';
    default:
      return wanted satisfies never;
  }
}

function withRange(values: readonly number[]): string {
  if (values.length === 0) return 'not measured';
  const [low, high] = range(values);
  const middle = format(median(values));
  return values.length === 1 ? middle : `${middle} [${format(low)} - ${format(high)}]`;
}

export function format(value: number): string {
  if (!Number.isFinite(value)) return '?';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
