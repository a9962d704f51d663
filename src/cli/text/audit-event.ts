/** A record of the audit log in the codes of DICOM audit messages (PS3.15 A.5, PS3.16 CID 400 and CID 401). */
import type { AuditRecord } from '../../contract/index.ts';

/** Of the code system DCM. */
export interface AuditCode {
  readonly code: string;
  readonly display: string;
}

export interface AuditEvent {
  /** PS3.16 CID 400. */
  readonly id: AuditCode;
  /** PS3.16 CID 401, where one says more. */
  readonly type?: AuditCode;
  /** Create, Read, Update, Delete, Execute. */
  readonly action: 'C' | 'R' | 'U' | 'D' | 'E';
}

const code = (value: string, display: string): AuditCode => ({ code: value, display });

const activity = code('110100', 'Application Activity');
const auditLogUsed = code('110101', 'Audit Log Used');
const accessed = code('110103', 'DICOM Instances Accessed');
const transferred = code('110104', 'DICOM Instances Transferred');
const studyDeleted = code('110105', 'DICOM Study Deleted');
const patientRecord = code('110110', 'Patient Record');
const query = code('110112', 'Query');
const alert = code('110113', 'Security Alert');
const authentication = code('110114', 'User Authentication');
const logIn = code('110122', 'Login');
const logOut = code('110123', 'Logout');
const nodeAuthentication = code('110126', 'Node Authentication');
const overrideStarted = code('110127', 'Emergency Override Started');
const networkConfiguration = code('110128', 'Network Configuration');
const objectSecurity = code('110135', 'Object Security Attributes Changed');
const rolesChanged = code('110136', 'Security Roles Changed');
const userSecurity = code('110137', 'User Security Attributes Changed');
const overrideStopped = code('110138', 'Emergency Override Stopped');

const loggedIn: AuditEvent = { id: authentication, type: logIn, action: 'E' };

/** By what was done, however it was. */
const byAction: Readonly<Record<string, AuditEvent>> = {
  find: { id: query, action: 'E' },
  view: { id: accessed, action: 'R' },
  download: { id: transferred, action: 'R' },
  // What older records call both.
  read: { id: transferred, action: 'R' },
  send: { id: transferred, action: 'R' },
  store: { id: transferred, action: 'C' },
  edit: { id: accessed, action: 'U' },
  remove: { id: studyDeleted, action: 'D' },
  identify: { id: patientRecord, action: 'R' },
  'log in': loggedIn,
  'log out': { id: authentication, type: logOut, action: 'E' },
  'open link': loggedIn,
  connect: { id: alert, type: nodeAuthentication, action: 'E' },
  'change credentials': { id: alert, type: userSecurity, action: 'U' },
};

/** Changes of who may do what, by the path that they come by; the first that fits. */
const changes: readonly (readonly [path: RegExp, type: AuditCode])[] = [
  [/\/grants\b/, rolesChanged],
  [/^\/api\/groups\b/, rolesChanged],
  [/^\/api\/(users|tokens)\b/, userSecurity],
  [/^\/api\/(shares|upload-links)\b/, objectSecurity],
  [/^\/api\/nodes\b/, networkConfiguration],
];

export function auditEventOf({ action, via }: Pick<AuditRecord, 'action' | 'via'>): AuditEvent {
  const [method = '', path = ''] = via.split(' ');
  if (path.startsWith('/api/audit')) return { id: auditLogUsed, action: 'R' };
  if (path.startsWith('/api/break-glass') && method === 'POST')
    return { id: alert, type: overrideStarted, action: 'E' };
  if (path.startsWith('/api/break-glass') && method === 'DELETE')
    return { id: alert, type: overrideStopped, action: 'E' };
  const type = method === 'GET' ? undefined : changes.find(([pattern]) => pattern.test(path))?.[1];
  if (type) return { id: alert, type, action: method === 'DELETE' ? 'D' : 'U' };
  return byAction[action] ?? { id: activity, action: method === 'GET' ? 'R' : 'E' };
}

/** Success, a failure that was foreseen, and another one, as RFC 3881 and FHIR number them. */
export const auditOutcomes = { done: '0', refused: '4', failed: '8' } as const;

/** What else a record says, for people. */
export const auditWords = ({ via, count, reason }: AuditRecord): string =>
  `${via}, ${count} ${count === 1 ? 'time' : 'times'}${reason === undefined ? '' : `: ${reason}`}`;

export const isIpAddress = (address: string): boolean => /^[0-9a-f.:]+$/i.test(address);
