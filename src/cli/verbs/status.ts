import type { Command } from 'commander';
import {
  attentionAbout,
  attentionHints,
  attentionInWords,
  type SeenCounts,
  type Status,
} from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { printResult } from '../frame/results.ts';
import { formatBytes, formatCount, formatCountOf, formatDuration } from '../text/quantities.ts';

export function command(cli: Cli): Command {
  const status = createCommand('status', 'How the server does', [['status', 'of the server on ./data']]);
  return addArchiveOptions(status).action((flags) =>
    withArchive(cli, flags, async (session) => {
      const status = await session.client.status({}, session);
      printResult(session, status, describeStatus(status, session.isServer));
      return status.problems.length > 0 ? exitCodes.problems : exitCodes.ok;
    }),
  );
}

function describeStatus(status: Status, isServer: boolean): string[] {
  const { associations, disk, addresses, problems } = status;
  const listening = addresses.map(({ door, host, port }) => `${door} ${host}${port > 0 ? `:${port}` : ''}`);
  return [
    `Isocenter ${status.version}, ${isServer ? `up ${formatDuration(status.uptimeSeconds)}` : 'no server is running'}`,
    ...(isServer ? [`Listens on    ${listening.join(', ')}`] : []),
    `AE titles     ${status.aeTitles.join(', ')}`,
    `Data          ${status.dataDirectory}, ${formatBytes(disk.freeBytes)} of ${formatBytes(disk.totalBytes)} free${describeForecast(disk)}`,
    `Database      ${status.database}`,
    `Holds         ${describeCounts(status.counts)}`,
    ...(isServer
      ? [
          `Associations  ${associations.open} of ${associations.limit} open, ${formatCount(associations.accepted)} so far`,
        ]
      : []),
    `Memory        ${formatBytes(status.memoryBytes)}`,
    ...problems.map(
      (one) => `Problem       ${attentionInWords(one)} ${attentionHints[attentionAbout[one.about].hint]}`,
    ),
  ];
}

const describeForecast = ({ fullInDays }: Status['disk']): string =>
  fullInDays === null ? '' : `, full in about ${inMonths(fullInDays)}`;

const inMonths = (days: number): string =>
  days < 60 ? formatCountOf(days, 'day') : formatCountOf(Math.round(days / 30.4), 'month');

export function describeCounts(counts: SeenCounts): string {
  const { conflicts = 0, trash = 0, quarantined = 0 } = counts;
  const parts = [
    formatCountOf(counts.patients, 'patient'),
    formatCountOf(counts.studies, 'study', 'studies'),
    `${formatCount(counts.series)} series`,
    formatCountOf(counts.instances, 'image'),
    formatBytes(counts.bytes),
  ];
  if (conflicts > 0) parts.push(formatCountOf(conflicts, 'conflict'));
  if (trash > 0) parts.push(`${formatCount(trash)} in the trash`);
  if (quarantined > 0) parts.push(`${formatCount(quarantined)} in quarantine`);
  return parts.join(', ');
}
