import { statfs } from 'node:fs/promises';
import type { Access } from '../../access/index.ts';
import type { Archive } from '../../archive/index.ts';
import type { Automation } from '../../automation/index.ts';
import { type Clock, IsocenterError } from '../../base/index.ts';
import {
  type Address,
  type Attention,
  attentionInWords,
  type Health,
  problemOf,
  type Settings,
  type Status,
} from '../../contract/index.ts';
import type { Metric } from '../metrics.ts';

/** Counters of one DICOM port. */
export interface DicomPortStats {
  readonly associations: number;
  readonly associationsOpen: number;
  readonly halfOpen: number;
  readonly refused: number;
  readonly stored: number;
  readonly storeFailures: number;
  readonly queries: number;
  readonly matches: number;
  readonly retrievals: number;
  readonly sent: number;
  readonly sendFailures: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
}

/** What the process knows about itself. */
export interface ServerState {
  readonly version: string;
  readonly startedAt: Date;
  readonly addresses: readonly Address[];
  readonly isDraining: boolean;
  dicomPorts(): readonly DicomPortStats[];
}

export interface StatusParts {
  readonly automation: Pick<Automation, 'problems' | 'alarms'>;
  readonly archive: Archive;
  readonly access: Pick<Access, 'emergencies' | 'groups'>;
  readonly settings: Settings;
  readonly state: ServerState;
  readonly clock: Clock;
}

const almostFull: Attention = {
  ...{ about: 'disk', name: null },
  problem: problemOf(new IsocenterError('attention/almost-full')),
};

const MEGABYTE = 1_000_000;
/** A disk with less is low however little is reserved, bytes. */
const LOW_DISK_BYTES = 1024 ** 3;

/** Below this, new instances may soon be refused, bytes: a tenth before the reserve of the disk is touched. */
export const lowDiskBytes = ({ diskReserveMegabytes }: Pick<Settings, 'diskReserveMegabytes'>): number =>
  1.1 * Math.max(LOW_DISK_BYTES, diskReserveMegabytes * MEGABYTE);

/** Whether the server can work, cheap enough to be asked every second. */
export function readHealth({ archive, state }: Pick<StatusParts, 'archive' | 'state'>): Health {
  if (state.isDraining) return { status: 'draining', reasons: [] };
  const reasons = archive.problems().map(attentionInWords);
  return { status: reasons.length > 0 ? 'degraded' : 'ok', reasons };
}

export async function readStatus({
  archive,
  automation,
  settings,
  state,
  clock,
}: StatusParts): Promise<Status> {
  const ports = state.dicomPorts();
  const disk = await diskOf(settings.data);
  const low = disk.freeBytes < lowDiskBytes(settings);
  return {
    version: state.version,
    aeTitles: settings.aet,
    startedAt: state.startedAt.toISOString(),
    uptimeSeconds: Math.max(0, (clock.now().getTime() - state.startedAt.getTime()) / 1000),
    dataDirectory: settings.data,
    database: settings.database.startsWith('sqlite:') ? 'sqlite' : 'postgres',
    addresses: [...state.addresses],
    counts: await archive.counts(),
    associations: {
      open: sum(ports, 'associationsOpen'),
      limit: settings.maxAssociations,
      accepted: sum(ports, 'associations'),
      rejected: sum(ports, 'refused'),
    },
    disk: { ...disk, ...(await archive.forecastDisk()) },
    memoryBytes: process.memoryUsage.rss(),
    problems: [
      ...archive.problems(),
      ...automation.problems(),
      ...automation.alarms(),
      ...(low ? [almostFull] : []),
    ],
  };
}

/** Counters and gauges for Prometheus. */
export async function readMetrics({ archive, automation, settings, state }: StatusParts): Promise<Metric[]> {
  const ports = state.dicomPorts();
  const counts = await archive.counts();
  const disk = await diskOf(settings.data);
  const { fullInDays } = await archive.forecastDisk();
  return [
    counter('isocenter_associations_total', 'DICOM associations accepted', sum(ports, 'associations')),
    counter(
      'isocenter_connections_refused_total',
      'Connections closed before they became an association',
      sum(ports, 'refused'),
    ),
    counter(
      'isocenter_instances_received_total',
      'C-STORE requests answered with Success',
      sum(ports, 'stored'),
    ),
    counter(
      'isocenter_store_failures_total',
      'C-STORE requests answered with a failure',
      sum(ports, 'storeFailures'),
    ),
    counter('isocenter_queries_total', 'C-FIND requests', sum(ports, 'queries')),
    counter('isocenter_matches_total', 'C-FIND answers', sum(ports, 'matches')),
    counter('isocenter_instances_sent_total', 'C-STORE sub-operations performed', sum(ports, 'sent')),
    counter('isocenter_send_failures_total', 'C-STORE sub-operations failed', sum(ports, 'sendFailures')),
    counter(
      'isocenter_network_received_bytes_total',
      'Bytes received over DICOM',
      sum(ports, 'bytesReceived'),
    ),
    counter('isocenter_network_sent_bytes_total', 'Bytes sent over DICOM', sum(ports, 'bytesSent')),
    gauge('isocenter_associations', 'DICOM associations open', sum(ports, 'associationsOpen')),
    gauge('isocenter_studies', 'Studies in the archive', counts.studies),
    gauge('isocenter_series', 'Series in the archive', counts.series),
    gauge('isocenter_instances', 'Instances in the archive', counts.instances),
    gauge('isocenter_stored_bytes', 'Bytes of all items', counts.bytes),
    gauge('isocenter_conflicts', 'Conflicts that nobody decided yet', counts.conflicts),
    gauge(
      'isocenter_unsettled_items',
      'Acknowledged items whose final name is not synced yet',
      archive.unsettled(),
    ),
    gauge('isocenter_disk_free_bytes', 'Free space of the data directory', disk.freeBytes),
    ...(fullInDays === null
      ? []
      : [gauge('isocenter_disk_full_days', 'Days until the disk is full, as it filled lately', fullInDays)]),
    gauge(
      'isocenter_problems',
      'Problems that need a person',
      archive.problems().length + automation.problems().length + automation.alarms().length,
    ),
    gauge('process_resident_memory_bytes', 'Resident memory', process.memoryUsage.rss()),
  ];
}

export async function diskOf(path: string): Promise<{ freeBytes: number; totalBytes: number }> {
  const { bavail, blocks, bsize } = await statfs(path);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

function sum(ports: readonly DicomPortStats[], name: keyof DicomPortStats): number {
  return ports.reduce((total, port) => total + port[name], 0);
}

const counter = (name: string, help: string, value: number): Metric => metric('counter', name, help, value);
const gauge = (name: string, help: string, value: number): Metric => metric('gauge', name, help, value);

function metric(type: Metric['type'], name: string, help: string, value: number): Metric {
  return { name, help, type, samples: [{ value }] };
}
