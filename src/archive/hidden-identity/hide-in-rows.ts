import { IsocenterError } from '../../base/index.ts';
import type { AnswerColumn, Query, QueryKey, Row } from '../../catalog/index.ts';
import type { Actor } from '../../contract/index.ts';
import { elementOf, type Tag, tags, type VrCode } from '../../dicom/index.ts';
import { isIdentifying } from './identifying-elements.ts';
import { IdentityWords, mayHaveWords } from './identity-words.ts';

/** What is asked beside, so that each row can be looked through for whose it is. */
const beside: readonly Tag[] = [tags.PatientName, tags.PatientID, tags.AccessionNumber];
/** Values that are guessed one by one when they can be searched for. */
const searchable: ReadonlySet<string> = new Set(['UI', 'CS', 'DA', 'TM', 'DT', 'IS', 'DS', 'US', 'UL', 'AS']);

/**
 * What somebody may ask who is not to know whose images they see: by UIDs, dates, numbers and kinds, but by no text, as what is not
 * shown could be guessed. Throws `archive/forbidden`.
 */
export function requireHidingQuery(actor: Actor, query: Query): void {
  const keys = [...query.keys, ...(query.seriesKeys ?? [])];
  const guesses =
    query.level === 'patient' ||
    keys.some(asksByText) ||
    query.parameters?.some((condition) => 'text' in condition) ||
    (query.labels?.length ?? 0) > 0 ||
    (query.order !== undefined &&
      'tags' in query.order &&
      query.order.tags.some((tag) => !isSearchable(tag)));
  if (guesses)
    throw new IsocenterError('archive/forbidden', {
      actor: actor.name,
      action: 'search by names or other text where the link hides whose images they are',
    });
}

/** The query with what {@link hideInRow} needs to know; columns that were asked for come first. Throws as `requireHidingQuery` does. */
export function hidingQuery(actor: Actor, query: Query): { readonly query: Query; readonly asked: number } {
  requireHidingQuery(actor, query);
  const more = beside.filter((tag) => !query.attributes.includes(tag));
  return {
    query: { ...query, attributes: [...query.attributes, ...more] },
    asked: query.attributes.length,
  };
}

const asksByText = ({ tag, matcher }: QueryKey): boolean => {
  if (matcher.kind === 'universal') return false;
  if (matcher.kind === 'sequence') return matcher.keys.some(asksByText);
  return !isSearchable(tag);
};

function isSearchable(tag: Tag): boolean {
  const vr = elementOf(tag)?.vr.code ?? 'UN';
  return searchable.has(vr) && !isIdentifying(tag, vr);
}

/** A row with as many values as were asked for, without what says whose it is. */
export function hideInRow(columns: readonly AnswerColumn[], row: Row, asked: number): Row {
  const words = new IdentityWords();
  for (const [index, { tag }] of columns.entries()) {
    const value = row[index];
    if (typeof value !== 'string') continue;
    if (tag === tags.PatientName) words.addName(value);
    else if (tag === tags.PatientID || tag === tags.AccessionNumber) words.addIdentifier(value);
  }
  return columns.slice(0, asked).map(({ tag, vr, kind }, index) => {
    const value = row[index] ?? null;
    // Sequences hold what requests said of the patient.
    if (kind === 'sequence' || isIdentifying(tag, vr as VrCode)) return null;
    return typeof value === 'string' && mayHaveWords(vr) && words.areIn(value) ? null : value;
  });
}
