/** Every setting, declared once. The order is that of the reference page. */
import { z } from 'zod';
import { aeTitle, elementName } from '../common.ts';
import { roleName } from '../routes/access.ts';
import { groupName } from '../routes/groups.ts';
import { node } from '../routes/nodes.ts';
import { type Setting, setting } from './setting.ts';

const path = z.string().min(1).max(4_096);
const host = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[\w.:%-]+$/, 'is not an address or host name');
const text = z.string().min(1).max(256);
const isHttpsOrLocal = (url: string): boolean =>
  /^(https:|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$))/.test(url);
const portOrAny = z.int().min(0).max(65_535);
const seconds = (from: number, to: number): z.ZodNumber => z.number().min(from).max(to);
const whole = (from: number, to: number): z.ZodInt => z.int().min(from).max(to);

/** A series parameter beside the built-in ones: which element it comes from, and what it is called. */
export const seriesParameter = z.strictObject({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,63}$/, 'is not a parameter name'),
  /** Keyword or tag. */
  element: elementName,
  /** Creator of a private element. */
  privateCreator: z.string().max(64).optional(),
  type: z.enum(['number', 'text']),
  unit: z.string().max(32).default(''),
  /** Only for these modalities; for all when left out. */
  modalities: z.array(z.string().max(16)).optional(),
});
export type SeriesParameterSetting = z.output<typeof seriesParameter>;

const networks = z
  .array(z.string().regex(/^[0-9a-fA-F.:]+(\/\d{1,3})?$/, 'is not an address or network'))
  .max(256);

const origins = z
  .array(
    z.string().refine((text) => {
      const url = URL.parse(text);
      const isOne = url !== null && /^https?:$/.test(url.protocol) && !text.includes('*');
      return isOne && url.origin === text;
    }, 'is not an origin such as https://viewer.example.org'),
  )
  .max(64);

export const settingTable = {
  data: setting('text', path, './data', 'Folder that holds the archive'),
  config: setting('text', path.optional(), undefined, 'JSON file with settings', {
    notInFile: true,
  }),
  database: setting(
    'text',
    z
      .string()
      .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'is neither sqlite:PATH nor postgres://...')
      .optional(),
    undefined,
    'Catalog database: sqlite:PATH or postgres://user:password@host/name. Not on a network drive',
    { secret: true, defaultText: 'sqlite:DATA/catalog.sqlite' },
  ),

  host: setting('text', host, '127.0.0.1', 'Address to listen on, for every door without its own'),
  dicomHost: setting('text', host.optional(), undefined, 'Address of the DICOM port', {
    defaultText: 'host',
  }),
  dicomTlsHost: setting('text', host.optional(), undefined, 'Address of the DICOM TLS port', {
    defaultText: 'host',
  }),
  httpHost: setting('text', host.optional(), undefined, 'Address of the HTTP port', { defaultText: 'host' }),
  dicomPort: setting('number', portOrAny, 11_112, 'DICOM port; 0 takes any free one'),
  dicomTlsPort: setting(
    'number',
    portOrAny,
    2_762,
    'DICOM port with TLS; open only when a certificate and its key are set; 0 takes any free one',
  ),
  httpPort: setting('number', portOrAny, 8_080, 'HTTP port; 0 takes any free one'),
  httpTlsHost: setting('text', host.optional(), undefined, 'Address of the HTTPS port', {
    defaultText: 'host',
  }),
  httpTlsPort: setting(
    'number',
    portOrAny,
    8_443,
    'HTTPS port; open only when httpTlsCertificate and httpTlsKey are set; 0 takes any free one',
  ),

  aet: setting(
    'list',
    z.array(aeTitle).min(1).max(64),
    ['ISOCENTER'],
    'Our AE titles; the first is the one we call with',
  ),
  calledTitles: setting(
    'choice',
    z.enum(['known', 'any']),
    'known',
    'Whether callers must use one of our AE titles, or may use any',
  ),
  loopbackGrant: setting(
    'switch',
    z.boolean(),
    true,
    'Let programs on this machine store, find and retrieve',
  ),
  openToUnregistered: setting(
    'switch',
    z.boolean(),
    false,
    'Let callers in that are not registered as nodes. Anyone who reaches the port can then read everything',
  ),
  nodes: setting('json', z.array(node).max(10_000), [], 'Nodes that are always known'),
  nodeNetworks: setting(
    'list',
    networks,
    [],
    'Addresses and networks (CIDR) that nodes may have although they are reserved: a scanner on a cable of its own, 169.254.7.2',
    { defaultText: 'none' },
  ),

  targetFolders: setting(
    'list',
    z.array(path.regex(/^\//, 'is not an absolute path')).max(256),
    [],
    'Folders of this machine, below which trees and rules may write: shares of labs, a NAS',
    { defaultText: 'none' },
  ),
  sourceFolders: setting(
    'list',
    z.array(path.regex(/^\//, 'is not an absolute path')).max(256),
    [],
    'Folders of this machine, below which inboxes may take files in, and move or delete them afterwards; name none that rules write to: an inbox is refused only where a tree is',
    { defaultText: 'none' },
  ),
  callLoopback: setting(
    'switch',
    z.boolean(),
    false,
    'Rules may call servers on this machine, also without TLS',
  ),
  mailHost: setting(
    'text',
    host.optional(),
    undefined,
    'Mail server (SMTP) that messages of rules go to; without it none are sent',
  ),
  mailPort: setting('number', whole(1, 65_535), 587, 'Port of the mail server'),
  mailTls: setting(
    'choice',
    z.enum(['starttls', 'tls', 'none']),
    'starttls',
    'How mail is kept from others on its way: starttls (usual on 587), tls from the beginning (465), or none',
  ),
  mailFrom: setting('text', z.email().optional(), undefined, 'Address that mail comes from'),
  mailUser: setting('text', text.optional(), undefined, 'User at the mail server'),
  mailPasswordFile: setting('text', path.optional(), undefined, 'File with the password of that user'),

  tlsCertificate: setting('text', path.optional(), undefined, 'PEM file with our certificate and its chain'),
  tlsKey: setting('text', path.optional(), undefined, 'PEM file with the key of the certificate'),
  tlsCa: setting('text', path.optional(), undefined, 'PEM file with the authorities we trust in peers'),
  tlsClientCertificate: setting(
    'choice',
    z.enum(['none', 'request', 'require']),
    'none',
    'Whether callers on the TLS port are asked for a certificate',
  ),

  httpTlsCertificate: setting(
    'text',
    path.optional(),
    undefined,
    'PEM file with the certificate of the HTTPS port and its chain; a new one is taken into use within seconds',
  ),
  httpTlsKey: setting('text', path.optional(), undefined, 'PEM file with the key of httpTlsCertificate'),

  sealingKey: setting(
    'text',
    path.optional(),
    undefined,
    'File with the key that seals the secrets in DATA/private; made at the first start. Keep a copy, apart from copies of the data',
    { defaultText: 'DATA.key' },
  ),
  trustedProxies: setting(
    'list',
    networks,
    [],
    'Addresses and networks (CIDR) of reverse proxies whose X-Forwarded headers are believed',
    { defaultText: 'none' },
  ),
  metricsFrom: setting(
    'list',
    networks,
    [],
    'Addresses and networks (CIDR) that may read /metrics without a token, beside this machine',
    { defaultText: 'none' },
  ),
  corsOrigins: setting(
    'list',
    origins,
    [],
    'Origins of viewers on other servers, https://viewer.example.org, whose pages may use DICOMweb, with a token',
    { defaultText: 'none' },
  ),
  publicUrl: setting(
    'text',
    z
      .url({ protocol: /^https?$/ })
      .refine((text) => URL.parse(text)?.pathname === '/', 'has a path; only https://HOST is meant')
      .optional(),
    undefined,
    'Where people reach the server, https://images.example.org. Passkeys and single sign-on work there only',
    { defaultText: 'where a request comes to' },
  ),
  oidcIssuer: setting(
    'text',
    z
      .url({ protocol: /^https?$/ })
      .refine(isHttpsOrLocal, 'has to be https://, but on this machine itself')
      .optional(),
    undefined,
    'OpenID Connect provider that people may log in with, https://login.example.org',
  ),
  oidcClientId: setting('text', text.optional(), undefined, 'What the provider calls us'),
  oidcClientSecretFile: setting(
    'text',
    path.optional(),
    undefined,
    'File with the secret the provider gave us',
  ),
  oidcScopes: setting(
    'list',
    z.array(text).min(1).max(32),
    ['openid', 'profile', 'email'],
    'What the provider is asked for',
  ),
  oidcNameClaim: setting('text', text, 'preferred_username', 'Claim that new accounts are called by'),
  oidcRoleClaim: setting(
    'text',
    text,
    'roles',
    'Claim with the roles of a person; dots lead into objects: realm_access.roles',
  ),
  oidcRoles: setting(
    'json',
    z.record(text, roleName),
    {},
    'Values of that claim, and the role here that each gives: {"radiology": "viewer"}',
  ),
  oidcGroupClaim: setting(
    'text',
    text,
    'groups',
    'Claim with the groups of a person; dots lead into objects',
  ),
  oidcGroups: setting(
    'json',
    z.record(text, groupName),
    {},
    'Values of that claim, and the group here that each puts people into: {"neuro-imaging": "readers"}',
  ),
  oidcLabel: setting('text', text, 'single sign-on', 'How the login page names the provider'),

  sessionIdleHours: setting(
    'number',
    z.number().min(0.05).max(8_760),
    8,
    'A login ends when nothing was done for so long',
    { unit: 'h' },
  ),
  sessionDays: setting(
    'number',
    z.number().min(0.01).max(366),
    7,
    'A login ends after so long, whatever was done',
    {
      unit: 'days',
    },
  ),

  maxAssociations: setting('number', whole(1, 10_000), 256, 'DICOM associations at the same time'),
  maxPdu: setting('number', whole(4_096, 1_048_576), 131_072, 'Largest PDU we accept', { unit: 'bytes' }),
  artimSeconds: setting(
    'number',
    seconds(1, 600),
    30,
    'How long a peer may take to open or close an association',
    {
      unit: 's',
    },
  ),
  idleSeconds: setting('number', seconds(1, 86_400), 120, 'How long an association may say nothing', {
    unit: 's',
  }),
  drainSeconds: setting('number', seconds(0, 600), 30, 'How long open work may take to finish at shutdown', {
    unit: 's',
  }),

  seriesQuietSeconds: setting(
    'number',
    seconds(1, 86_400),
    60,
    'A series is quiet when nothing came for so long',
    {
      unit: 's',
    },
  ),
  studyQuietSeconds: setting(
    'number',
    seconds(1, 604_800),
    300,
    'A study is quiet when nothing came for so long',
    {
      unit: 's',
    },
  ),
  diskReserveMegabytes: setting(
    'number',
    z.number().min(0).max(1e9),
    1_000,
    'Space on the disk of the data directory that nothing which arrives may take, so that a disk that fills up stops what comes in and nothing else',
    { unit: 'megabytes' },
  ),
  trashGraceDays: setting(
    'number',
    z.number().min(0).max(36_500),
    30,
    'How long removed things can be restored',
    {
      unit: 'days',
    },
  ),
  seriesParameters: setting(
    'json',
    z.array(seriesParameter).max(1_000),
    [],
    'Series parameters to keep beside the built-in ones; `isocenter rebuild --parameters` fills them in',
  ),

  importConcurrency: setting('number', whole(1, 256), 8, 'Files read at the same time by an import'),
  threads: setting('number', whole(2, 1_024), 16, 'Threads that wait for the disk (UV_THREADPOOL_SIZE)', {
    // The pool is made before any file is read.
    notInFile: true,
  }),
  logLevel: setting(
    'choice',
    z.enum(['debug', 'info', 'warn', 'error']),
    'info',
    'What is logged; debug may contain patient data',
  ),
  logPretty: setting('switch', z.boolean().optional(), undefined, 'Log lines for people instead of JSON', {
    defaultText: 'on a terminal',
  }),
} as const satisfies Record<string, Setting>;

export type SettingKey = keyof typeof settingTable;
export const settingKeys = Object.keys(settingTable) as SettingKey[];

/** Values as they were set, defaults filled in, before those that depend on others are known. */
export type SettingValues = {
  [Key in SettingKey]: (typeof settingTable)[Key]['default'];
};
