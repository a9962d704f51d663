/** What `doctor` looks at and what it may find, in English. What is filled in stands in braces. */

export const checkNames = {
  settings: 'Settings',
  dataDirectory: 'Data directory',
  disk: 'Disk',
  database: 'Database',
  certificate: 'Certificate',
  httpCertificate: 'HTTPS certificate',
  catalog: 'Catalog',
  storage: 'Storage',
  losses: 'Losses',
  quarantine: 'Quarantine',
  conflicts: 'Conflicts',
  doors: 'Doors',
  access: 'Access',
  groups: 'Groups',
  emergencies: 'Emergencies',
  records: 'Records',
} as const;
export type CheckName = keyof typeof checkNames;

interface FindingRow {
  readonly message: string;
  /** What to do; empty where nothing needs to be done. */
  readonly hint: string;
}
const row = (message: string, hint = ''): FindingRow => ({ message, hint });

const FREE = '{free} of {total} GB are free.';
const RENEW = 'Renew it and put the new one in its place; the server takes it into use within seconds.';

/** Of what is filled in, `at` is a moment in ISO 8601 and `day` a date, YYYY-MM-DD: whoever translates says them their way. */
export const findingRegister = {
  'settings-valid': row('All {count} settings are valid.'),
  'data-open': row('{path} is open and locked by this process.'),
  'disk-free': row(FREE),
  'disk-little': row(FREE, 'Plan for more space.'),
  'disk-full': row(FREE, 'Free some space: senders are refused when it is full.'),
  'database-postgres': row('PostgreSQL.'),
  'database-local': row('SQLite, on a disk of this machine.'),
  'database-network': row(
    'SQLite on a network drive ({type}): it can be damaged at any time.',
    'Set `database` to a place on a local disk; `isocenter rebuild` fills it. The data may stay here.',
  ),
  'certificate-none': row('None is set; the TLS port is closed.'),
  'certificate-none-https': row('None is set; the HTTPS port is closed.'),
  'certificate-unreadable': row(
    '{file} is no certificate that can be read: {reason}',
    'The TLS port does not open without it. Put the file (PEM) in its place, or mend the setting.',
  ),
  'certificate-early': row('It is not valid yet.', 'Check the clock.'),
  'certificate-expired': row('It expired on {day}: no caller can trust it.', RENEW),
  'certificate-ends': row('It expires on {day}.', RENEW),
  'certificate-valid': row('Valid until {day}.'),
  'catalog-current': row('{studies} studies and {instances} instances; its schema is up to date.'),
  'storage-settled': row('Nothing is waiting that should not be.'),
  'storage-waits': row('{reason}', 'Check the disk and its logs, then run `isocenter verify`.'),
  'losses-none': row('Nothing that was stored is known to be lost.'),
  'losses-some': row(
    '{count} stored items have lost their bytes.',
    'See `isocenter losses`: put a good copy where each belongs and run `isocenter verify`, send it again, or accept the loss with `isocenter losses accept`.',
  ),
  'quarantine-empty': row('Nothing is in it.'),
  'quarantine-some': row(
    '{count} files could not be taken in, or were found damaged.',
    'See `isocenter quarantine`: try again, save what is of use elsewhere, and discard the rest.',
  ),
  'conflicts-none': row('None is open.'),
  'conflicts-some': row('{count} wait for a decision.', 'See `isocenter conflicts list`.'),
  'doors-none': row('No server is running; this command works on the data directly.'),
  'doors-open': row('{places}'),
  'access-open': row(
    'Anyone who reaches the DICOM port can read and write everything.',
    'Register the nodes that should get in, then turn openToUnregistered off.',
  ),
  'access-known': row('Only this machine and registered nodes get in.'),
  'groups-unused': row('No login provider puts people into groups.'),
  'groups-known': row('Every group that oidcGroups names is there.'),
  'groups-unknown': row(
    'oidcGroups names what is not there: {names}.',
    'Make them with `isocenter group add`; people come into them with their next login.',
  ),
  'emergencies-none': row('Nobody broke glass in the last {days} days.'),
  'emergencies-some': row(
    '{account} broke glass last: {at}. Times in the last {days} days: {count}.',
    'See who and why: `isocenter audit list`, and `isocenter break-glass` for what is open now.',
  ),
  'records-whole': row('The catalog has all records.'),
  'records-interrupted': row('A rebuild was interrupted.', 'Run `isocenter rebuild` again; nothing is lost.'),
  'not-looked': row('It cannot be looked at: {reason}'),
} as const satisfies Readonly<Record<string, FindingRow>>;
export type FindingCode = keyof typeof findingRegister;
