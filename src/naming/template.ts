import type { ElementPath } from '../dicom/index.ts';
import { badTemplate } from './bad-template.ts';
import {
  type AnswerOf,
  type Field,
  type FieldOptions,
  type LookUpTables,
  parseField,
  type ValueOf,
} from './field.ts';
import { rememberingLast } from './remembering-last.ts';
import { safeSegment } from './safe-segment.ts';

export type { LookUpTable } from './formats.ts';

/**
 * Readable names from attributes: `{PatientName}/{StudyDate:YYYY-MM-DD} {StudyDescription|no description}/{InstanceNumber:05}.dcm`.
 * A field begins with an element (see dicom/element-path.ts), or where that is allowed with a program that is asked (`subjects.group`); then come formats after colons (formats.ts), then after `|` what
 * stands there when it is empty: text, or another element with its formats.
 * Each path segment is made safe for every file system people use.
 */
export interface NameTemplate {
  /** All elements that the template asks for. */
  readonly paths: readonly ElementPath[];
  /** Programs that the template asks, each once. */
  readonly calls: readonly string[];
  /** The relative path for one instance: its folders and its name. @param answer what programs say, where it asks any */
  render(value: ValueOf, answer?: AnswerOf): string[];
}

export interface NameTemplateOptions {
  /** For `:table=NAME`. */
  readonly tables?: LookUpTables;
  /** Whether programs may be asked; they are, by whoever renders. Default: none may. */
  readonly mayCall?: boolean;
}

type Part = string | Field;
type Segment = (value: ValueOf, answer: AnswerOf) => string;

const noAnswer: AnswerOf = () => '';

const FIELD = /\{([^{}]*)\}/g;
const TEMPLATE_LIMIT = 1000;
/** Folders inside each other, and the file. */
const DEPTH_LIMIT = 24;

/** Throws `input/invalid` with what is wrong. */
export function parseNameTemplate(
  template: string,
  { tables = {}, mayCall = false }: NameTemplateOptions = {},
): NameTemplate {
  if (template.length > TEMPLATE_LIMIT) throw badTemplate(`it is longer than ${TEMPLATE_LIMIT} characters`);
  const written = segmentsOf(template).map((segment) => parseSegment(segment, { tables, mayCall }));
  if (written.length > DEPTH_LIMIT) throw badTemplate(`it makes more than ${DEPTH_LIMIT - 1} folders`);
  if (written.some((parts) => parts.length === 0)) throw badTemplate('a folder or file name in it is empty');
  const fields = written.flat().filter((part) => typeof part !== 'string');
  const segments = written.map(segmentOf);
  return {
    paths: fields.flatMap(({ paths }) => paths),
    calls: [...new Set(fields.flatMap(({ calls }) => calls))],
    render: (value, answer = noAnswer) => segments.map((render) => render(value, answer)),
  };
}

/** At slashes that are not inside a field. */
const segmentsOf = (template: string): string[] => template.split(/\/(?![^{}]*\})/);

function parseSegment(segment: string, options: FieldOptions): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of segment.matchAll(FIELD)) {
    if (match.index > at) parts.push(segment.slice(at, match.index));
    parts.push(parseField(match[1]!, options));
    at = match.index + match[0].length;
  }
  if (at < segment.length) parts.push(segment.slice(at));
  if (parts.some((part) => typeof part === 'string' && /[{}]/.test(part)))
    throw badTemplate(`"${segment}" has a brace that does not belong to a {Field}`);
  return parts;
}

function segmentOf(parts: readonly Part[]): Segment {
  const extension = lastExtension(parts);
  // Folders are the same from one image to the next.
  const safe = rememberingLast((text) =>
    safeSegment(extension === '' ? text : text.slice(0, -extension.length), extension),
  );
  return (value, answer) =>
    safe(parts.map((part) => (typeof part === 'string' ? part : part.render(value, answer))).join(''));
}

/** It stays whole where a name has to be cut. */
function lastExtension(parts: readonly Part[]): string {
  const last = parts.at(-1);
  return typeof last === 'string' ? (/\.[A-Za-z0-9]{1,8}$/.exec(last)?.[0] ?? '') : '';
}
