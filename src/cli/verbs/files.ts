import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { minuteOf } from '../../base/index.ts';
import type { ListedFile } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import {
  addArchiveOptions,
  createCommand,
  type Session,
  withArchive,
  withNewArchive,
} from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { fetchFile, sendFile } from '../frame/remote-files.ts';
import { printResult, printRows } from '../frame/results.ts';
import { addTargetOptions, requiredTarget, type TargetFlags, targetOf } from '../frame/target-options.ts';
import { formatBytes, formatCountOf } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';

const kinds = ['study', 'series', 'patient', 'person'] as const;
/** Enough of a digest to name a file. */
const shownDigestLength = 12;

export function command(cli: Cli): Command {
  return createCommand('files', 'Documents, raw data and recordings beside images', [
    ['files add report.pdf --study 1.2.840.99', 'keep it, as part of a study'],
    ['files list --study 1.2.840.99', 'what belongs to the study'],
    ['files get 3fa9c2d811e0 report.pdf', 'write it to a file'],
    ['files attach 3fa9c2d811e0 --patient KEY', 'it belongs to this patient too'],
    ['files remove 3fa9c2d811e0 --reason "wrong person"', 'into the trash'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(add(cli))
    .addCommand(get(cli))
    .addCommand(attaching(cli, 'attach', 'Say what a file belongs to'))
    .addCommand(attaching(cli, 'detach', 'Take that back'))
    .addCommand(remove(cli));
}

function list(cli: Cli): Command {
  const command = addTargetOptions(createCommand('list', 'Files, the newest first', []), kinds);
  return addArchiveOptions(command)
    .option('--limit <n>', 'at most so many (default: 100)', wholeNumber)
    .action((flags: TargetFlags & { limit?: number }) =>
      withArchive(cli, { ...flags }, async (session) => {
        const request = { ...targetOf(flags, kinds), limit: flags.limit };
        const { files } = await session.client.filesList(request, session);
        printRows(session, columns, files, 'There are no such files.');
        return exitCodes.ok;
      }),
    );
}

function add(cli: Cli): Command {
  const command = createCommand('add', 'Keep files; what they belong to can be said later too', [])
    .argument('<path...>')
    .option('--type <media-type>', 'what they are (default: by how they begin, and by the end of the name)');
  return addArchiveOptions(addTargetOptions(command, kinds)).action(
    (paths: string[], flags: TargetFlags & { type?: string }) =>
      withNewArchive(cli, { ...flags }, async (session) => {
        const attachTo = targetOf(flags, kinds);
        const kept: ListedFile[] = [];
        for (const path of paths.map((one) => resolve(one))) {
          const file = { path, name: basename(path), mediaType: flags.type, attachTo };
          kept.push(await keep(session, file));
        }
        printRows(session, columns, kept, '');
        return exitCodes.ok;
      }),
  );
}

function keep(session: Session, file: Parameters<typeof sendFile>[1]): Promise<ListedFile> {
  const { client, remote, signal } = session;
  if (remote) return sendFile(remote, file, signal);
  const { attachTo, ...rest } = file;
  return client.fileTakeIn({ ...rest, ...attachTo }, session);
}

function get(cli: Cli): Command {
  const command = createCommand('get', 'Write a file to this machine', [])
    .argument('<digest>', 'of the file, or the beginning of it')
    .argument('<path>', 'where to; never overwrites');
  return addArchiveOptions(command).action((digest: string, path: string, flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const { client, remote, signal } = session;
      const place = resolve(path);
      const bytes = remote
        ? await fetchFile(remote, (calls) => calls.fileContent(digest, signal), place, signal)
        : (await client.fileExport({ digest, path: place }, session)).bytes;
      printResult(session, { path: place, bytes }, [`${formatBytes(bytes)} to ${place}`]);
      return exitCodes.ok;
    }),
  );
}

function attaching(cli: Cli, name: 'attach' | 'detach', summary: string): Command {
  const command = createCommand(name, summary, []).argument(
    '<digest>',
    'of the file, or the beginning of it',
  );
  return addArchiveOptions(addTargetOptions(command, kinds)).action((digest: string, flags: TargetFlags) =>
    withArchive(cli, { ...flags }, async (session) => {
      const request = { digest, ...requiredTarget(flags, kinds) };
      const { client } = session;
      const file = await (name === 'attach'
        ? client.fileAttach(request, session)
        : client.fileDetach(request, session));
      printRows(session, columns, [file], '');
      return exitCodes.ok;
    }),
  );
}

function remove(cli: Cli): Command {
  const command = createCommand('remove', 'Put files in the trash', [])
    .argument('<digest...>', 'of the files, or the beginnings of them')
    .option('--reason <text>', 'why, for people');
  return addArchiveOptions(command).action((digests: string[], flags: { reason?: string }) =>
    withArchive(cli, { ...flags }, async (session) => {
      const removed = await session.client.filesRemove({ digests, reason: flags.reason }, session);
      printResult(session, removed, [
        `${formatCountOf(removed.files, 'file')} in the trash. \`isocenter trash\` shows and restores them.`,
      ]);
      return exitCodes.ok;
    }),
  );
}

const columns: readonly Column<ListedFile>[] = [
  { title: 'Digest', value: ({ digest }) => digest.slice(0, shownDigestLength), whole: true },
  { title: 'Name', value: ({ name }) => name },
  { title: 'Type', value: ({ mediaType }) => mediaType },
  { title: 'Size', value: ({ size }) => formatBytes(size), align: 'right' },
  { title: 'Received', value: ({ receivedAt }) => minuteOf(receivedAt) },
  { title: 'By', value: ({ sender }) => sender },
  {
    title: 'Belongs to',
    value: ({ attachments }) => attachments.map(({ target, uid }) => `${target} ${uid}`).join(', '),
  },
];
