import type { Dataset } from '../../dicom/index.ts';
import { dayAfter } from './local-time.ts';
import { findPriors, type PriorsParts } from './priors/index.ts';
import type { Schedule } from './schedule.ts';
import { identifiersOf, keysOn, type ScheduledKeys } from './scheduled-keys.ts';

const DAYS_OF_A_YEAR = 365.25;

/** The keys of a schedule as of a day. */
export function scheduledKeysOn({ studies, priors }: Schedule, day: string): Record<string, string[]> {
  if (!priors) return keysOn(day, studies);
  const { years, modalities } = priors;
  const since = dayAfter(day, -Math.round(years * DAYS_OF_A_YEAR));
  const StudyDate = [`${since}-${day}`].map((one) => one.replace(/(\d{4})-(\d\d)-(\d\d)/g, '$1$2$3'));
  return { StudyDate, ...(modalities && { ModalitiesInStudy: [...modalities] }) };
}

/** What the node answers of the studies that are meant on a day; the same study may come more than once. */
export async function* foundStudies(
  parts: PriorsParts,
  schedule: Schedule,
  asked: { readonly day: string; readonly keys: ScheduledKeys },
  wanted: readonly string[],
): AsyncGenerator<Dataset, void, void> {
  const { node, priors, listRoot } = schedule;
  if (priors) return yield* findPriors(parts, { node, priors, listRoot }, asked, wanted);
  await using queries = parts.nodes.queries(node, parts.signal);
  for (const identifier of identifiersOf(asked.keys, wanted))
    for await (const answer of queries.find('study', identifier)) {
      parts.signal.throwIfAborted();
      yield answer;
    }
}
