/** `--right`, `--role`, `--study`, `--collection`, `--patient`, `--person`, `--label`, `--expires`: what somebody is allowed, on what, until when. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { IsocenterError, minuteOf } from '../../base/index.ts';
import {
  describeScope,
  type GrantTerms,
  type Right,
  type RightName,
  type RoleName,
  rights,
  rightsNamed,
  roles,
} from '../../contract/index.ts';
import { collectList, collectOneOf } from './selection-options.ts';

export interface RuleFlags {
  readonly study?: string[];
  readonly collection?: string[];
  readonly patient?: string[];
  readonly person?: string[];
  readonly label?: LabelRule[];
}

export interface GrantFlags extends RuleFlags {
  readonly right?: RightName[];
  readonly role?: RoleName;
  readonly expires?: string;
}

export function addGrantOptions(command: Command): Command {
  command
    .option(
      '--right <rights>',
      `what is allowed: ${rights.join(', ')}; several with commas`,
      collectOneOf([...rights, 'read']),
    )
    .addOption(new Option('--role <role>', 'rights that go together').choices(Object.keys(roles)));
  return addRuleOptions(command, 'only ').option(
    '--expires <when>',
    '30d, 12h or a date such as 2027-01-31 (default: never)',
    parseExpiry,
  );
}

/** @param only for what is everything unless something is named. */
export function addRuleOptions(command: Command, only: 'only ' | '' = ''): Command {
  return command
    .option('--study <uid>', `${only}this study; several with commas or by repeating`, collectList)
    .option('--collection <name>', `${only}this collection`, collectList)
    .option('--patient <key>', `${only}this patient: the key that the archive has for them`, collectList)
    .option('--person <uid>', `${only}the patients of this person`, collectList)
    .option(
      '--label <name=value>',
      `${only}studies and patients with this label; NAME alone: whatever its value`,
      collectLabels,
    );
}

/** undefined when neither a right nor a role is named. */
export function grantOf(flags: GrantFlags): GrantTerms | undefined {
  const named = [...(flags.role ? roles[flags.role] : []), ...(flags.right ?? [])];
  if (named.length === 0) {
    if (rulesOf(flags).length === 0 && flags.expires === undefined) return undefined;
    throw new IsocenterError('input/invalid', { reason: noRight });
  }
  const rules = rulesOf(flags);
  return {
    rights: rightsNamed<Right>(named),
    scope: rules.length === 0 ? { kind: 'everything' } : { kind: 'rules', rules },
    expiresAt: flags.expires ?? null,
  };
}

export function requiredGrant(flags: GrantFlags): GrantTerms {
  const grant = grantOf(flags);
  if (grant) return grant;
  throw new IsocenterError('input/invalid', { reason: noRight });
}

const noRight = `Say what is allowed: --right (${rights.join(', ')}) or --role (${Object.keys(roles).join(', ')}).`;

/** For people: `find view, everything, until 2027-01-31`. */
export function describeGrant({ rights: named, scope, expiresAt }: GrantTerms): string {
  const allowed = named.length === rights.length ? 'everything' : named.join(' ');
  return `${allowed} on ${describeScope(scope)}${expiresAt === null ? '' : ` until ${minuteOf(expiresAt)}`}`;
}

interface LabelRule {
  readonly label: string;
  readonly value?: string;
}

function collectLabels(text: string, previous: LabelRule[] = []): LabelRule[] {
  const [label = '', ...value] = text.split('=');
  if (label === '') throw new InvalidArgumentError('Write NAME=VALUE, or NAME alone.');
  return [...previous, { label, ...(value.length > 0 && { value: value.join('=') }) }];
}

export function rulesOf({ study = [], collection = [], patient = [], person = [], label = [] }: RuleFlags) {
  return [
    ...study.map((studyInstanceUid) => ({ studyInstanceUid })),
    ...collection.map((name) => ({ collection: name })),
    ...patient.map((patientKey) => ({ patientKey })),
    ...person.map((uid) => ({ person: uid })),
    ...label,
  ];
}

const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A length of time from now, or a day, at whose end it ends, as ISO 8601 in UTC. */
export function parseExpiry(text: string, _previous?: unknown, now = Date.now()): string {
  const [, count, unit] = /^(\d{1,5})([hdw])$/.exec(text) ?? [];
  if (count && unit) return new Date(now + Number(count) * unitMs[unit]!).toISOString();
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T23:59:59.999Z`) : Number.NaN;
  if (Number.isNaN(at)) throw new InvalidArgumentError('Write 30d, 12h, 4w or a date such as 2027-01-31.');
  if (at <= now) throw new InvalidArgumentError('That is in the past.');
  return new Date(at).toISOString();
}
