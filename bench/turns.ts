import type { BenchContext } from './bar.ts';

interface Participant {
  readonly name: string;
  readonly available?: boolean;
}

/** What every participant reached in every run, by name. */
export class Turns<T> {
  readonly #byName = new Map<string, T[]>();

  add(name: string, measured: T): void {
    this.#byName.set(name, [...(this.#byName.get(name) ?? []), measured]);
  }

  of(name: string, pick: (measured: T) => number): number[] {
    return (this.#byName.get(name) ?? []).map(pick);
  }

  /** For a result's `peer`; undefined when it was not measured. */
  peer(name: string, pick: (measured: T) => number): { name: string; values: number[] } | undefined {
    const values = this.of(name, pick);
    return values.length === 0 ? undefined : { name, values };
  }
}

/** Those that can be measured here and were asked for. */
export const taking = <P extends Participant>(context: BenchContext, participants: readonly P[]): P[] =>
  participants.filter(({ name, available = true }) => available && (context.peers?.has(name) ?? true));

/** A B C A B C A B C: a machine that gets slower in the meantime does so for everybody. */
export async function takeTurns<T, P extends Participant>(
  context: BenchContext,
  what: string,
  participants: readonly P[],
  measure: (participant: P) => Promise<T>,
  describe: (measured: T) => string,
): Promise<Turns<T>> {
  const turns = new Turns<T>();
  for (let run = 0; run < context.runs; run++) {
    for (const participant of participants) {
      const measured = await measure(participant);
      turns.add(participant.name, measured);
      context.log(`${what}, ${participant.name}: ${describe(measured)}`);
    }
  }
  return turns;
}
