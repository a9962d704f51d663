import type { Archive, InstanceSelector, StoredInstance } from '../../../archive/index.ts';
import { IsocenterError } from '../../../base/index.ts';
import type { Caller } from '../../../contract/index.ts';
import type { Target } from '../paths.ts';

/** Up to so many instances are looked up before the answer begins, so that it can say how long it is. */
const KNOWN_BEFORE = 2_000;

/** The instances that a path names, in the order of series and instance numbers. */
export interface Selection {
  readonly known: readonly StoredInstance[];
  /** What comes after those, in pages; undefined when they are all. */
  readonly rest: AsyncIterable<readonly StoredInstance[]> | undefined;
}

/** @throws IsocenterError `archive/not-found` where there is nothing, or nothing that this caller may see. */
export async function selectTarget(
  archive: Archive,
  { actor, scope }: Caller,
  target: Target,
  knownBefore = KNOWN_BEFORE,
): Promise<Selection> {
  const pages = archive.select(actor, scope, [selectorOf(target)])[Symbol.asyncIterator]();
  const known: StoredInstance[] = [];
  let step = await pages.next();
  while (!step.done) {
    known.push(...step.value);
    if (known.length > knownBefore) break;
    step = await pages.next();
  }
  if (known.length === 0) throw new IsocenterError('archive/not-found', { what: levelOf(target) });
  return { known, rest: step.done ? undefined : { [Symbol.asyncIterator]: () => pages } };
}

/** The one instance that a path names. */
export async function selectInstance(
  archive: Archive,
  caller: Caller,
  target: Target,
): Promise<StoredInstance> {
  return (await selectTarget(archive, caller, target)).known[0]!;
}

export async function* everyInstance({ known, rest }: Selection): AsyncGenerator<StoredInstance> {
  yield* known;
  if (rest) for await (const page of rest) yield* page;
}

export function selectorOf({ study, series, instance }: Target): InstanceSelector {
  return {
    ...(study !== undefined && { studyInstanceUids: [study] }),
    ...(series !== undefined && { seriesInstanceUids: [series] }),
    ...(instance !== undefined && { sopInstanceUids: [instance] }),
  };
}

const levelOf = ({ series, instance }: Target): string =>
  instance !== undefined ? 'instance' : series !== undefined ? 'series' : 'study';
