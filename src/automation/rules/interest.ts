import type { CatalogEvent } from '../../catalog/index.ts';
import type { RuleTrigger } from '../../contract/index.ts';
import type { Part } from './match-study.ts';

/** What of a study events make rules of one trigger look at. */
export interface Interest extends Part {
  /** Of the last of them, where doing it again is meant; else empty. */
  readonly occasion: string;
}

const kinds: Readonly<Record<RuleTrigger, readonly string[]>> = {
  'instance received': ['instance.stored'],
  'series quiet': ['series.quiet'],
  'study quiet': ['study.quiet'],
  'study changed': ['instance.revised', 'instance.current'],
  'label set': ['label.set'],
  schedule: [],
  manual: [],
};

/** By study, in the order in which things happened. */
export function interestsIn(events: readonly CatalogEvent[], when: RuleTrigger): Map<string, Interest> {
  const interests = new Map<string, CatalogEvent[]>();
  for (const event of events) {
    const study = event.studyInstanceUid;
    if (!study || !kinds[when].includes(event.kind)) continue;
    const known = interests.get(study);
    if (known) known.push(event);
    else interests.set(study, [event]);
  }
  return new Map([...interests].map(([study, those]) => [study, interestOf(those, when)]));
}

function interestOf(events: readonly CatalogEvent[], when: RuleTrigger): Interest {
  const seriesInstanceUids = new Set(events.flatMap((event) => event.seriesInstanceUid ?? []));
  if (when === 'instance received') {
    const named = events.map(({ data }) => data?.sopInstanceUid);
    const sopInstanceUids = new Set(named.filter((uid): uid is string => typeof uid === 'string'));
    return { seriesInstanceUids, sopInstanceUids, occasion: '' };
  }
  if (when === 'series quiet') return { seriesInstanceUids, occasion: '' };
  // Taken off and set again, it means the same again.
  return { occasion: when === 'label set' ? String(events.at(-1)!.seq) : '' };
}
