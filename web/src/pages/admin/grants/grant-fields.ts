/** What the form of a grant holds, and what is made of it. */
import {
  type Grant,
  type GrantTerms,
  type Right,
  type RoleName,
  roles,
} from '../../../../../src/contract/index.ts';

export const reaches = [
  'everything',
  'label',
  'collection',
  'patientKey',
  'person',
  'studyInstanceUid',
] as const;
export type Reach = (typeof reaches)[number];

export const roleNames = Object.keys(roles) as RoleName[];

export interface GrantFields {
  /** Rights that go together by a name, or those that were chosen one by one. */
  readonly role: RoleName | 'chosen';
  readonly chosen: readonly Right[];
  readonly reach: Reach;
  /** Name, key or UID of what it reaches. */
  readonly value: string;
  /** Of a label; empty: whatever it is. */
  readonly labelValue: string;
  /** The last day, YYYY-MM-DD; empty: for good. */
  readonly until: string;
}

export const newGrant: GrantFields = {
  ...{ role: 'viewer', chosen: [], reach: 'everything', value: '', labelValue: '', until: '' },
};

/** undefined while something is missing. */
export function termsOf({
  role,
  chosen,
  reach,
  value,
  labelValue,
  until,
}: GrantFields): GrantTerms | undefined {
  const rights: Right[] = role === 'chosen' ? [...chosen] : [...roles[role]];
  const name = value.trim();
  if (rights.length === 0 || (reach !== 'everything' && name === '')) return undefined;
  const rule =
    reach === 'label'
      ? { label: name, ...(labelValue !== '' && { value: labelValue }) }
      : ({ [reach]: name } as { collection: string });
  return {
    rights,
    scope: reach === 'everything' ? { kind: 'everything' } : { kind: 'rules', rules: [rule] },
    expiresAt: until === '' ? null : endOfDay(until),
  };
}

/** A grant as it can be made again. */
export const termsOfGrant = ({ rights, scope, expiresAt }: Grant): GrantTerms => ({
  rights,
  scope,
  expiresAt,
});

/** Administering a part means nothing: see requireWhole in src/access/grants.ts. */
export const needsEverything = ({ role, chosen }: GrantFields): boolean =>
  role === 'administrator' || (role === 'chosen' && chosen.includes('administer'));

/** Where the person is: their evening, not that of Greenwich. */
function endOfDay(date: string): string {
  return new Date(`${date}T23:59:59`).toISOString();
}
