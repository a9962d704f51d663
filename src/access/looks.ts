/** What became of a link, of the audit log: each time somebody came by it, from where, and what they did. */
import type { AuditRecord, Look, ShareLooks } from '../contract/index.ts';

/** Whoever comes again after so long looks again. */
const GAP_MS = 30 * 60_000;
/** Looks that are told: the last ones. */
const MAXIMUM_LOOKS = 100;
/** Records that are read for it. */
const MAXIMUM_READ = 200_000;
/** The clock may have been set back: records are not quite in the order of their times. */
const CLOCK_SLACK_MS = 86_400_000;

type Deed = Look['did'][number];

const deeds: Readonly<Record<string, Deed>> = {
  'open link': 'opened',
  view: 'viewed',
  download: 'downloaded',
  store: 'sent',
};

/** @param newestFirst the whole log */
export async function looksBy(
  newestFirst: AsyncIterable<AuditRecord>,
  link: { readonly id: string; readonly createdAt: string },
  signal: AbortSignal,
): Promise<ShareLooks> {
  const gathering = new Gathering();
  const earliest = Date.parse(link.createdAt) - CLOCK_SLACK_MS;
  let read = 0;
  for await (const record of newestFirst) {
    signal.throwIfAborted();
    if (Date.parse(record.at) < earliest) break;
    if (++read > MAXIMUM_READ) return { looks: gathering.looks, isComplete: false };
    if (record.actor.kind !== 'share' || record.actor.name !== link.id) continue;
    if (!gathering.add(record)) return { looks: gathering.looks, isComplete: false };
  }
  return { looks: gathering.looks, isComplete: true };
}

/** Records of one address that follow each other are one look. */
class Gathering {
  readonly looks: Look[] = [];
  readonly #latest = new Map<string, Look>();

  /** Of records the newest first; false when there are too many looks. */
  add(record: AuditRecord): boolean {
    const deed = deedOf(record);
    // Pages ask for what they list before anything is seen of it.
    if (!deed && record.action !== 'find') return true;
    const known = this.#latest.get(record.address);
    if (known && Date.parse(known.from) - Date.parse(record.at) <= GAP_MS) extend(known, record, deed);
    else if (this.looks.length === MAXIMUM_LOOKS) return false;
    else this.#begin(record, deed);
    return true;
  }

  #begin(record: AuditRecord, deed: Deed | undefined): void {
    const { at, address } = record;
    const look: Look = { from: at, to: at, address, did: [], studies: [] };
    extend(look, record, deed);
    this.looks.push(look);
    this.#latest.set(address, look);
  }
}

function extend(look: Look, { at, studies }: AuditRecord, deed: Deed | undefined): void {
  look.from = at;
  if (deed && !look.did.includes(deed)) look.did.unshift(deed);
  look.studies = [...new Set([...look.studies, ...studies])];
}

function deedOf({ action, outcome }: AuditRecord): Deed | undefined {
  if (outcome === 'done') return deeds[action];
  return action === 'open link' ? 'refused' : undefined;
}
