import type { AuditRecord } from '../../../../../src/contract/index.ts';
import type { AuditFilter } from '../../../api/audit.ts';

export interface AuditSearch {
  readonly study?: string;
  readonly actor?: string;
  readonly action?: string;
  readonly outcome?: AuditRecord['outcome'];
  /** First and last day, YYYY-MM-DD. */
  readonly from?: string;
  readonly to?: string;
}

export const outcomes = ['done', 'refused', 'failed'] as const;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isDay = (value: unknown): value is string => isText(value) && /^\d{4}-\d{2}-\d{2}$/.test(value);

export function auditSearch(given: Record<string, unknown>): AuditSearch {
  const { study, actor, action, from, to } = given;
  const outcome = outcomes.find((each) => each === given.outcome);
  return {
    // The router reads what looks like a number as one: 1.2 is one, and a beginning of a UID.
    ...(isText(study) && { study }),
    ...(typeof study === 'number' && { study: String(study) }),
    ...(isText(actor) && { actor }),
    ...(isText(action) && { action }),
    ...(outcome && { outcome }),
    ...(isDay(from) && { from }),
    ...(isDay(to) && { to }),
  };
}

const isUid = (text: string): boolean => /^[0-9.]{1,64}$/.test(text);

/** What the API is asked for: days are those of who looks. */
export function filterOf({ study, actor, action, outcome, from, to }: AuditSearch): AuditFilter {
  return {
    ...(study !== undefined && isUid(study) && { study }),
    ...(actor !== undefined && { actor }),
    ...(action !== undefined && { action }),
    ...(outcome !== undefined && { outcome }),
    ...(from !== undefined && { since: startOf(from, 0) }),
    ...(to !== undefined && { until: startOf(to, 1) }),
  };
}

function startOf(day: string, daysLater: number): string {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + daysLater);
  return date.toISOString();
}
