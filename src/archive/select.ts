import type { InstanceSelector, Query, StoredInstance } from '../catalog/index.ts';
import type { Level, Scope } from '../contract/index.ts';
import { type Tag, tags } from '../dicom/index.ts';
import type { ArchiveParts } from './parts.ts';

/** Instances by their unique keys, or everything a query finds. */
export type Selector = InstanceSelector | { readonly query: Query };

/** What names one entity of a level, from the study down. */
const uidsOf: Readonly<Record<Level, readonly Tag[]>> = {
  patient: [tags.PatientID],
  study: [tags.StudyInstanceUID],
  series: [tags.StudyInstanceUID, tags.SeriesInstanceUID],
  instance: [tags.StudyInstanceUID, tags.SeriesInstanceUID, tags.SOPInstanceUID],
};

/**
 * The instances of the selectors that the scope lets be seen, selector by selector, study by study, in the order of
 * series and instance numbers, some hundred at a time. What two selectors name comes twice.
 */
export async function* selectInstances(
  parts: ArchiveParts,
  scope: Scope,
  selectors: readonly Selector[],
): AsyncGenerator<readonly StoredInstance[], void, void> {
  for (const selector of selectors) {
    for await (const one of resolved(parts, scope, selector)) yield* parts.catalog.instances(scope, one);
  }
}

/** How many instances that are. */
export async function countInstances(
  parts: ArchiveParts,
  scope: Scope,
  selectors: readonly Selector[],
): Promise<number> {
  let count = 0;
  for (const selector of selectors) {
    for await (const one of resolved(parts, scope, selector))
      count += await parts.catalog.countInstances(scope, one);
  }
  return count;
}

async function* resolved(
  { catalog }: ArchiveParts,
  scope: Scope,
  selector: Selector,
): AsyncGenerator<InstanceSelector, void, void> {
  if (!('query' in selector)) {
    yield selector;
    return;
  }
  const { level } = selector.query;
  for await (const page of catalog.find(scope, { ...selector.query, attributes: uidsOf[level] })) {
    for (const row of page)
      yield selectorOf(
        level,
        row.map((value) => String(value ?? '')),
      );
  }
}

function selectorOf(level: Level, values: readonly string[]): InstanceSelector {
  if (level === 'patient') return { patientIds: values };
  const [study, series, instance] = values.map((value) => [value]);
  return {
    studyInstanceUids: study!,
    ...(series ? { seriesInstanceUids: series } : {}),
    ...(instance ? { sopInstanceUids: instance } : {}),
  };
}
