import { randomBytes } from 'node:crypto';

export interface TicketLimits {
  /** How long a ticket is worth something, milliseconds. */
  readonly lifetimeMs: number;
  /** Tickets at the same time; over it the oldest goes. */
  readonly total: number;
  /** Of these from one address: one place alone cannot push out those of others. */
  readonly perAddress: number;
}

interface Issued<Value> {
  readonly value: Value;
  readonly address: string;
  readonly until: number;
}

const TICKET_BYTES = 32;

/** What browsers have begun and not ended: each has a secret for it that works for a short time, once. A restart forgets them. */
export class Tickets<Value> {
  readonly #limits: TicketLimits;
  /** The oldest first. */
  readonly #issued = new Map<string, Issued<Value>>();

  constructor(limits: TicketLimits) {
    this.#limits = limits;
  }

  /** @param now milliseconds that never go back. */
  issue(value: Value, address: string, now: number): string {
    this.#makeRoom(address, now);
    const secret = randomBytes(TICKET_BYTES).toString('base64url');
    this.#issued.set(secret, { value, address, until: now + this.#limits.lifetimeMs });
    return secret;
  }

  /** What a ticket stands for; it stays worth as much. undefined when it is over, used, or none. */
  look(secret: string, now: number): Value | undefined {
    const issued = this.#issued.get(secret);
    return issued && now < issued.until ? issued.value : undefined;
  }

  /** As `look`, and the ticket is used. */
  take(secret: string, now: number): Value | undefined {
    const value = this.look(secret, now);
    this.#issued.delete(secret);
    return value;
  }

  #makeRoom(address: string, now: number): void {
    for (const [secret, { until }] of this.#issued) {
      // All live equally long, so those that are over come first.
      if (now < until) break;
      this.#issued.delete(secret);
    }
    const own = [...this.#issued].filter(([, issued]) => issued.address === address);
    if (own.length >= this.#limits.perAddress) this.#issued.delete(own[0]![0]);
    if (this.#issued.size >= this.#limits.total) this.#issued.delete(this.#issued.keys().next().value!);
  }
}
