import type { Acceptor } from './acceptor.ts';
import { type Association, type AssociationCounts, noCounts } from './association.ts';

/** Counters since the start, and gauges of now. */
export interface ServerStats extends Readonly<AssociationCounts> {
  readonly connections: number;
  /** Connections that were closed before they became an association: floods and failed TLS handshakes. */
  readonly refused: number;
  readonly associations: number;
  readonly associationsOpen: number;
  readonly halfOpen: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
}

type Totals = { -readonly [K in keyof ServerStats]: number };

export class ServerCounters {
  connections = 0;
  refused = 0;
  readonly #ended: Totals = zero();

  ended(association: Association | undefined): void {
    if (association) addAssociation(this.#ended, association);
  }

  snapshot(open: Iterable<Acceptor>, halfOpen: number): ServerStats {
    const totals = { ...this.#ended, connections: this.connections, refused: this.refused, halfOpen };
    for (const { association } of open) {
      if (!association) continue;
      totals.associationsOpen++;
      addAssociation(totals, association);
    }
    return totals;
  }
}

function addAssociation(totals: Totals, association: Association): void {
  totals.associations++;
  totals.bytesReceived += association.bytesReceived;
  totals.bytesSent += association.bytesSent;
  for (const [name, count] of Object.entries(association.counts)) {
    totals[name as keyof AssociationCounts] += count;
  }
}

const zero = (): Totals => ({
  connections: 0,
  refused: 0,
  associations: 0,
  associationsOpen: 0,
  halfOpen: 0,
  bytesReceived: 0,
  bytesSent: 0,
  ...noCounts(),
});
