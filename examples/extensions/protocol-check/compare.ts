/** A number, numbers, a text, or the least and the most that a number may be. */
type Wanted = number | readonly number[] | string | { readonly from: number; readonly to: number };
type Parameters = Readonly<Record<string, Wanted>>;
type Values = Readonly<Record<string, readonly string[]>>;

export interface Reference {
  /** By the name of the protocol, in which `*` stands for anything. */
  readonly protocols: readonly { readonly name: RegExp; readonly parameters: Parameters }[];
  /** All that is compared. */
  readonly elements: readonly string[];
}

/** Scanners round: numbers that differ by less than this part of them are the same. */
const TOLERANCE = 0.001;

/** Throws what is wrong with it. */
export function readReference(json: Readonly<Record<string, Parameters>>): Reference {
  for (const [protocol, parameters] of Object.entries(json))
    for (const [element, wanted] of Object.entries(parameters))
      if (!isWanted(wanted)) throw new Error(`${protocol}, ${element}: this is nothing to compare with`);
  return {
    protocols: Object.entries(json).map(([name, parameters]) => ({ name: patternOf(name), parameters })),
    elements: [...new Set(Object.values(json).flatMap((parameters) => Object.keys(parameters)))],
  };
}

/** What is not as it should be, in words; nothing where the protocol has no reference. */
export function deviationsOf({ protocols }: Reference, values: Values): string[] {
  const [name = ''] = values.ProtocolName ?? [];
  const parameters = protocols.find((protocol) => protocol.name.test(name))?.parameters ?? {};
  return Object.entries(parameters)
    .filter(([element, wanted]) => !fits(wanted, values[element] ?? []))
    .map(([element, wanted]) => `${element} is ${told(values[element])}, not ${wordsOf(wanted)}`);
}

function fits(wanted: Wanted, found: readonly string[]): boolean {
  if (typeof wanted === 'string') return found.join('\\') === wanted;
  const numbers = found.map(Number);
  if (typeof wanted === 'object' && 'from' in wanted)
    return numbers.length > 0 && numbers.every((number) => number >= wanted.from && number <= wanted.to);
  const all = typeof wanted === 'number' ? [wanted] : wanted;
  return (
    numbers.length === all.length &&
    all.every((number, index) => Math.abs(numbers[index]! - number) <= Math.abs(number) * TOLERANCE)
  );
}

const told = (found: readonly string[] = []): string => (found.length === 0 ? 'not said' : found.join(' x '));

function wordsOf(wanted: Wanted): string {
  if (typeof wanted !== 'object') return String(wanted);
  return 'from' in wanted ? `${wanted.from} to ${wanted.to}` : wanted.join(' x ');
}

const isWanted = (wanted: unknown): wanted is Wanted =>
  typeof wanted === 'number' ||
  typeof wanted === 'string' ||
  (Array.isArray(wanted) && wanted.every((one) => typeof one === 'number')) ||
  (typeof wanted === 'object' &&
    wanted !== null &&
    ['from', 'to'].every((end) => typeof (wanted as Record<string, unknown>)[end] === 'number'));

const patternOf = (name: string): RegExp =>
  new RegExp(`^${name.split('*').map(RegExp.escape).join('.*')}$`, 'i');
