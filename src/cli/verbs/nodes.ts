import { type Command, Option } from 'commander';
import { asIsocenterError, IsocenterError } from '../../base/index.ts';
import type { Grant, ListedNode, NodeRights } from '../../contract/index.ts';
import { type BackgroundFlag, backgroundOption, submit } from '../frame/background.ts';
import type { Cli } from '../frame/cli.ts';
import {
  addArchiveOptions,
  createCommand,
  type Session,
  withArchive,
  withNewArchive,
} from '../frame/command.ts';
import { type ExitCode, exitCodes } from '../frame/exit-codes.ts';
import { addGrantOptions, describeGrant, type GrantFlags, requiredGrant } from '../frame/grant-options.ts';
import { listCommand } from '../frame/list-command.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { remoteTarget } from '../frame/remote-target.ts';
import { printResult } from '../frame/results.ts';
import { readSecret } from '../frame/secret-input.ts';
import { collectList, collectMatch, collectOneOf, type SelectionFlags } from '../frame/selection-options.ts';
import { describeTrouble, follow } from '../frame/streams.ts';
import { formatCount, formatCountOf, formatDuration } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';
import { leftBehind } from './nodes-left.ts';

interface NodeFlags {
  readonly tls?: boolean;
  readonly may?: NodeRights;
  readonly address?: string[];
  readonly certificate?: string;
  readonly callingAet?: string;
  readonly comment?: string;
  readonly keepsDays?: number;
  readonly web?: string;
  readonly user?: string;
  readonly fetchApproval?: 'yes' | 'no';
}

interface NodeChangeFlags extends NodeFlags {
  readonly aet?: string;
  readonly host?: string;
  readonly port?: number;
}

export function command(cli: Cli): Command {
  return createCommand('nodes', 'Who we talk to: who may send to us and ask us, and where we send', [
    ['nodes', 'all of them'],
    ['nodes add hospital HOSP_PACS 192.168.1.20 104', 'AE title, address, port'],
    ['nodes add cloud --web https://pacs.example.org/dicom-web', 'is spoken to by DICOMweb'],
    ['nodes secret cloud', 'asks for what lets us in there'],
    [
      'nodes add scanner CT1 ct1.local 104 --may store',
      'may send to us, and nothing else (default: everything)',
    ],
    ['nodes grant lab --right find,download --study 1.2.3', 'sees this study and nothing else'],
    ['nodes fetch hospital --query StudyDate=20260310', 'of these studies what is not here yet'],
    ['nodes left', 'what is missing here of studies that nodes will delete by themselves'],
    ['nodes remove hospital', 'it is not let in any more'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(add(cli))
    .addCommand(update(cli))
    .addCommand(secret(cli))
    .addCommand(fetchMissing(cli))
    .addCommand(leftBehind(cli))
    .addCommand(grant(cli))
    .addCommand(ungrant(cli))
    .addCommand(remove(cli));
}

function list(cli: Cli): Command {
  return listCommand(cli, {
    summary: 'All nodes',
    columns,
    none: 'There are no nodes. `isocenter nodes add` adds one.',
    rows: async (session) => (await session.client.nodesList({}, session)).nodes,
  });
}

function fetchMissing(cli: Cli): Command {
  const command = createCommand(
    'fetch',
    'Fetch of studies what is not here, by WADO-RS, C-GET or C-MOVE',
    [],
  );
  return addArchiveOptions(command.argument('<name>', 'of the node'))
    .option('--study <uid>', 'this study; several with commas', collectList)
    .option('--query <key=value>', 'studies that match there; several times', collectMatch)
    .option('--reason <text>', 'why, for the administrator who approves it, where that is needed')
    .option(...backgroundOption)
    .action((name: string, flags: SelectionFlags & BackgroundFlag & { readonly reason?: string }) =>
      withNewArchive(cli, { ...flags }, async (session) => {
        const { studies } = await remoteTarget(session, name, flags);
        try {
          return await fetchStudies(session, { name, studies }, flags);
        } catch (error) {
          if (asIsocenterError(error).code !== 'node/needs-approval') throw error;
          return await askToFetch(session, name, studies, flags.reason);
        }
      }),
    );
}

async function fetchStudies(
  session: Session,
  request: { readonly name: string; readonly studies: string[] },
  { background }: BackgroundFlag,
): Promise<ExitCode> {
  if (background) return await submit(session, 'nodeFetch', request);
  const summary = await follow(session, session.client.nodeFetch(request, session), {
    unit: 'images',
    whenCancelled: 'What came is safe in the archive; run the same command again for the rest.',
    describe: describeTrouble,
  });
  const { came, wereHere, failed, seconds } = summary;
  printResult(session, summary, [
    `${formatCountOf(came, 'image')} came from ${request.name} in ${formatDuration(seconds)}, ${formatCount(wereHere)} were here already`,
    ...(failed > 0 ? [`${formatCountOf(failed, 'image')} missing; the reasons are listed above.`] : []),
  ]);
  return failed > 0 ? exitCodes.problems : exitCodes.ok;
}

async function askToFetch(
  session: Session,
  name: string,
  studies: string[],
  reason: string | undefined,
): Promise<ExitCode> {
  const request = await session.client.fetchRequestAdd({ name, studies, reason }, session);
  printResult(session, request, [
    `An administrator approves what is fetched from ${name}. ${formatCountOf(studies.length, 'study', 'studies')} asked for: request ${request.id}.`,
    '`isocenter requests` shows what became of it.',
  ]);
  return exitCodes.ok;
}

function add(cli: Cli): Command {
  const command = createCommand('add', 'Register a node', [])
    .argument('<name>', 'what we call it')
    .argument('[aet]', 'its AE title')
    .argument('[host]', 'its address; it may call from there')
    .argument('[port]', 'its DICOM port', wholeNumber);
  type Place<Part extends 'aeTitle' | 'host' | 'port'> = ListedNode[Part];
  return addNodeOptions(addArchiveOptions(command)).action(
    (name: string, aeTitle: Place<'aeTitle'>, host: Place<'host'>, port: Place<'port'>, flags: NodeFlags) =>
      withNewArchive(cli, { ...flags }, async (session) => {
        const node = await session.client.nodesAdd(
          { name, aeTitle, host, port, ...nodeValues({ ...flags, keepsDays: flags.keepsDays || undefined }) },
          session,
        );
        printResult(session, node, [
          `${name} is registered and ${purposeOf(node)}. \`isocenter echo ${name}\` asks whether it answers.`,
        ]);
        return exitCodes.ok;
      }),
  );
}

function update(cli: Cli): Command {
  const command = createCommand('update', 'Change what is given', [])
    .argument('<name>')
    .option('--aet <title>', 'its AE title')
    .option('--host <host>', 'its address')
    .option('--port <port>', 'its DICOM port', wholeNumber);
  return addNodeOptions(addArchiveOptions(command)).action((name: string, flags: NodeChangeFlags) =>
    withArchive(cli, { ...flags }, async (session) => {
      const { aet: aeTitle, host, port } = flags;
      const service = await changedService(session, name, flags);
      const values = nodeValues({ ...flags, ...service });
      // 0 takes it away.
      const keepsDays = values.keepsDays === 0 ? null : values.keepsDays;
      const change = { name, aeTitle, host, port, ...values, keepsDays };
      const node = await session.client.nodesUpdate(change, session);
      printResult(session, node, [`${name} is changed.`]);
      return exitCodes.ok;
    }),
  );
}

/** Address and user go together: without its user the password would be sent as a token. The one not given stays as it is. */
async function changedService(session: Session, name: string, { web, user }: NodeFlags) {
  if ((web === undefined) === (user === undefined)) return {};
  const { nodes } = await session.client.nodesList({}, session);
  const kept = nodes.find((one) => one.name === name)?.web;
  if (web === undefined && !kept)
    throw new IsocenterError('input/invalid', {
      reason: `${name} has no DICOMweb that --user could be for; give --web as well.`,
    });
  return { web: web ?? kept?.url, user: (user ?? kept?.user) || undefined };
}

function secret(cli: Cli): Command {
  const command = createCommand(
    'secret',
    'Keep the password or the token that lets us in at the DICOMweb of a node; asks for it',
    [],
  )
    .argument('<name>')
    .option('--forget', 'keep none any more');
  return addArchiveOptions(command).action((name: string, flags: { readonly forget?: boolean }) =>
    withArchive(cli, { ...flags }, async (session) => {
      const given = flags.forget ? null : await readSecret(session.out, `Password or token for ${name}:`);
      const node = await session.client.nodeSecret({ name, secret: given }, session);
      printResult(session, node, [given === null ? `${name} has no secret.` : 'It is kept, sealed.']);
      return exitCodes.ok;
    }),
  );
}

function grant(cli: Cli): Command {
  const command = createCommand(
    'grant',
    'Limit a node to what it is granted; each grant adds something',
    [],
  ).argument('<name>');
  return addGrantOptions(addArchiveOptions(command)).action((name: string, flags: GrantFlags) =>
    withArchive(cli, { ...flags }, async (session) =>
      printGrants(session, name, await session.client.nodeGrant({ name, ...requiredGrant(flags) }, session)),
    ),
  );
}

function ungrant(cli: Cli): Command {
  const command = createCommand('ungrant', 'Take a grant back; without any a node reaches everything', [])
    .argument('<name>')
    .argument('[id]', 'of the grant; without it, shows what there is');
  return addArchiveOptions(command).action((name: string, id: string | undefined, flags) =>
    withArchive(cli, flags, async (session) => {
      const { client } = session;
      const left =
        id === undefined ? client.nodeGrants({ name }, session) : client.nodeUngrant({ name, id }, session);
      return printGrants(session, name, await left);
    }),
  );
}

function printGrants(session: Session, name: string, { grants }: { grants: readonly Grant[] }) {
  const lines = grants.map((one) => `${one.id}  ${describeGrant(one)}`);
  printResult(session, grants, lines.length > 0 ? lines : [`${name} is not limited by any grant.`]);
  return exitCodes.ok;
}

function remove(cli: Cli): Command {
  const command = createCommand('remove', 'Forget a node; its images stay', []).argument('<name>');
  return addArchiveOptions(command).action((name: string, flags) =>
    withArchive(cli, flags, async (session) => {
      const result = await session.client.nodesRemove({ name }, session);
      printResult(session, result, [`${name} is forgotten. What it sent stays in the archive.`]);
      return exitCodes.ok;
    }),
  );
}

function addNodeOptions(command: Command): Command {
  return command
    .option('--tls', 'connect with TLS')
    .option('--web <url>', 'its DICOMweb, up to /studies: used for everything that it offers')
    .option('--user <name>', 'user of its DICOMweb; without one its secret is a token')
    .option('--may <rights>', 'what it may ask of us: store,find,retrieve,commit or nothing', parseRights)
    .option('--address <address>', 'another address or network (CIDR) it may call from', collectList)
    .option('--certificate <sha256>', 'fingerprint of its client certificate')
    .option('--calling-aet <title>', 'the title we call it with')
    .option('--keeps-days <n>', 'deletes its images by itself after so many days; 0: never', wholeNumber)
    .addOption(
      new Option(
        '--fetch-approval <choice>',
        'an administrator approves what others fetch from it (isocenter requests)',
      ).choices(['yes', 'no']),
    )
    .option('--comment <text>', 'for people');
}

function nodeValues(flags: NodeFlags) {
  const { tls, may, address, certificate, callingAet, comment, web, user, keepsDays } = flags;
  return {
    ...{ tls, may, addresses: address, certificate, callingAeTitle: callingAet, comment, keepsDays },
    web: web === undefined ? undefined : { url: web, user },
    fetchNeedsApproval: flags.fetchApproval && flags.fetchApproval === 'yes',
  };
}

const rights = ['store', 'find', 'retrieve', 'commit'] as const;

function rightsOf({ may }: Pick<ListedNode, 'may'>): string[] {
  return rights.filter((right) => may[right]);
}

/** What a node is for. One that has DICOMweb alone never asks anything of us. */
function purposeOf(node: ListedNode): string {
  if (node.host === undefined) return 'is sent to, searched and fetched from by DICOMweb';
  return `may ${rightsOf(node).join(', ') || 'ask nothing of us'}`;
}

function parseRights(text: string): NodeRights {
  const named = text === 'nothing' ? [] : collectOneOf(rights)(text);
  const [store, find, retrieve, commit] = rights.map((right) => named.includes(right)) as [
    boolean,
    boolean,
    boolean,
    boolean,
  ];
  return { store, find, retrieve, commit };
}

const mayOf = (node: ListedNode): string =>
  node.host === undefined ? '' : rightsOf(node).join(' ') || 'nothing';

/** By DICOM, by DICOMweb, or both. */
function placeOf({ host, port, tls, web }: ListedNode): string {
  const dicom = host === undefined ? [] : [`${host}:${port}${tls ? ' TLS' : ''}`];
  return [...dicom, ...(web ? [web.url] : [])].join(' ');
}

const columns: readonly Column<ListedNode>[] = [
  { title: 'Name', value: ({ name }) => name, whole: true },
  { title: 'AE title', value: ({ aeTitle = '' }) => aeTitle, whole: true },
  { title: 'Address', value: placeOf },
  { title: 'May', value: mayOf },
  { title: 'Keeps', value: ({ keepsDays }) => (keepsDays ? formatCountOf(keepsDays, 'day') : '') },
  { title: 'Approval', value: ({ fetchNeedsApproval }) => (fetchNeedsApproval ? 'needed' : '') },
  { title: 'From', value: ({ from }) => (from === 'config' ? 'config file' : 'registered') },
  { title: 'Comment', value: ({ comment }) => comment },
];
