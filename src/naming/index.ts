/** Readable names from attributes: templates, and what file systems and people make of names. */

export type { AnswerOf } from './field.ts';
export { safeSegment } from './safe-segment.ts';
export { sameNameKey } from './same-name.ts';
export {
  type LookUpTable,
  type NameTemplate,
  type NameTemplateOptions,
  parseNameTemplate,
} from './template.ts';
export { valueForNames } from './value-for-names.ts';
