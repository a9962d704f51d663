import type { Scope } from './actor.ts';

/** Rules told one by one. */
const MOST_NAMED = 3;

/** A scope for people: `study 1.2.3, collection knee and 2 more`. */
export function describeScope(scope: Scope): string {
  if (scope.kind === 'everything') return 'all studies';
  if (scope.kind === 'nothing') return 'nothing';
  if (scope.kind === 'all-of') return scope.scopes.map(describeScope).join(', of these ');
  const named = scope.rules.slice(0, MOST_NAMED).map((rule) => {
    if ('label' in rule) return `label ${rule.label}${rule.value === undefined ? '' : `=${rule.value}`}`;
    const [[kind, value] = ['', '']] = Object.entries(rule);
    return `${kindWords[kind] ?? kind} ${value}`;
  });
  const more = scope.rules.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const kindWords: Readonly<Record<string, string>> = {
  studyInstanceUid: 'study',
  collection: 'collection',
  patientKey: 'patient',
};
