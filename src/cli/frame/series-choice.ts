/** Which series are meant: numbers (`3`), ranges of them (`5-7`), or their descriptions, with `*` and `?`. */
export interface DescribedSeries {
  readonly number: string;
  readonly description: string;
}

/** Whether a series is one of those; all are when nothing is said. */
export function chooses(wanted: readonly string[], { number, description }: DescribedSeries): boolean {
  if (wanted.length === 0) return true;
  return wanted.some((one) => {
    const range = /^(\d+)(?:-(\d+))?$/.exec(one);
    if (!range) return patternOf(one).test(description);
    const [, first, last = first] = range;
    return number !== '' && Number(number) >= Number(first) && Number(number) <= Number(last);
  });
}

const patternOf = (glob: string): RegExp => {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*+/g, '.*').replaceAll('?', '.')}$`, 'i');
};
