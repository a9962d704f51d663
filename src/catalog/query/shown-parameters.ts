import { type RawBuilder, sql } from 'kysely';
import { type ElementEntry, elementOf, type Tag, tagOf } from '../../dicom/index.ts';
import type { ParameterDefinition } from '../parameters.ts';

/** A parameter of series that an answer has in the place of an attribute. */
export interface ShownParameter {
  readonly tag: Tag;
  readonly vr: string;
  readonly name: string;
  readonly kind: ParameterDefinition['kind'];
}

/** Those that have the name of an element which can hold what is kept of them. */
export function shownParametersOf(definitions: readonly ParameterDefinition[]): ShownParameter[] {
  return definitions.flatMap(({ name, kind }) => {
    const tag = tagOf(name);
    const element = tag === undefined ? undefined : elementOf(tag);
    if (tag === undefined || !element || !canHold(element, kind)) return [];
    return [{ tag, vr: element.vr.code, name, kind }];
  });
}

/** Of several numbers only the first one is kept, which would tell something else. */
function canHold({ vr, vm }: ElementEntry, kind: ParameterDefinition['kind']): boolean {
  if (kind === 'text') return vr.kind === 'string' || vr.kind === 'text';
  return vm === '1' && (vr.kind === 'decimal' || vr.kind === 'int');
}

const columns = { number: 'number_value', text: 'text_value' } as const;

/** Its value, seen from a row of `series`. */
export const valueOfParameter = ({ name, kind }: ShownParameter): RawBuilder<unknown> =>
  sql`(SELECT ${sql.raw(columns[kind])} FROM series_parameter WHERE series_row = series.id AND name = ${name})`;
