/** Many peers at once, and peers that go away: what was acknowledged is there, the rest was refused cleanly. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { IsocenterError } from '../../src/base/index.ts';
import { connect } from '../../src/dimse/index.ts';
import { encodePdu } from '../../src/dimse/pdu-writer.ts';
import { storedFiles } from './archive-home.ts';
import { corpusInstance } from './corpus.ts';
import type { DicomPeer } from './dcmtk.ts';
import { abortedAssociations, truncationCampaign } from './dimse-attacks.ts';
import { associateRequest, storeMessage } from './dimse-bytes.ts';
import { seededRandom } from './random.ts';
import { connectRaw } from './raw-peer.ts';
import { type RawInstance, readRaw } from './store-scu.ts';

/** A server under attack. */
export interface Target {
  readonly peer: DicomPeer;
  readonly dicomPort: number;
  readonly data: string;
}

const VERIFICATION = '1.2.840.10008.1.1';
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
/** PS3.8 Table 9-21: rejected-transient, local limit exceeded. */
const LIMIT_EXCEEDED = /local limit exceeded \(transient\)/;

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function instanceOf(seed: number, association: number, instance: number): RawInstance {
  const shape = { kind: 'tiny', studies: 1, instancesPerSeries: 1, seed } as const;
  return readRaw(corpusInstance(shape, { study: association, series: 0, instance }).encode());
}

export interface CrowdReport {
  readonly associations: number;
  /** Associations rejected because of the limit. */
  readonly rejected: number;
  readonly acknowledged: number;
  /** Acknowledged, and not among the stored files with the bytes that were sent. */
  readonly lost: number;
  /** Whatever else went wrong: there should be none. */
  readonly problems: readonly string[];
  readonly seconds: number;
}

/** All associations are open at once before the first instance is sent; each sends its own study. */
export async function crowdCampaign(
  target: Target,
  { associations, instances, seed }: { associations: number; instances: number; seed: number },
): Promise<CrowdReport> {
  const started = performance.now();
  const problems: string[] = [];
  const acknowledged = new Set<string>();
  let rejected = 0;
  const begin = Promise.withResolvers<void>();
  let decided = 0;
  const onDecided = (): void => {
    if (++decided === associations) begin.resolve();
  };

  async function member(index: number): Promise<void> {
    const opening = openStore(target.peer, instanceOf(seed, index, 0));
    const association = await opening.finally(onDecided);
    await begin.promise;
    for (let i = 0; i < instances; i++) {
      const instance = instanceOf(seed, index, i);
      const { status } = await association.store(instance);
      if (status === 0) acknowledged.add(digest(instance.dataSet));
      else problems.push(`status ${status.toString(16)}`);
    }
    await association.release();
  }

  const members = Array.from({ length: associations }, (_, index) =>
    member(index).catch((error: Error) => {
      if (LIMIT_EXCEEDED.test(error.message)) rejected++;
      else problems.push(error.message);
    }),
  );
  await Promise.all(members);
  const stored = new Set(storedFiles(target.data).map(({ dataSet }) => digest(dataSet)));
  return {
    associations,
    rejected,
    acknowledged: acknowledged.size,
    lost: [...acknowledged].filter((each) => !stored.has(each)).length,
    problems,
    seconds: (performance.now() - started) / 1000,
  };
}

function openStore(peer: DicomPeer, { sopClassUid }: RawInstance) {
  const contexts = [{ abstractSyntax: sopClassUid, transferSyntaxes: [EXPLICIT_LITTLE_ENDIAN] }];
  return connectTo(peer, contexts, 60_000);
}

function connectTo(
  { host = '127.0.0.1', port, aet }: DicomPeer,
  contexts: Parameters<typeof connect>[0]['contexts'],
  patienceMs: number,
) {
  const patience = { connectMs: patienceMs, negotiateMs: patienceMs };
  return connect({ host, port, calledAeTitle: aet, callingAeTitle: 'CROWD', contexts, ...patience });
}

export interface HalfOpenReport {
  readonly connections: number;
  /** From the call to the answer of a C-ECHO on a new association, in ms; the slowest of several. */
  readonly slowestEchoMs: number;
}

/** Connections on which nothing, or only half a request, comes; meanwhile somebody wants to associate. */
export async function halfOpenCampaign(
  { peer, dicomPort }: Target,
  { connections, echoes, seed }: { connections: number; echoes: number; seed: number },
): Promise<HalfOpenReport> {
  const random = seededRandom(seed);
  const request = encodePdu(associateRequest());
  const sockets: Socket[] = [];
  let slowestEchoMs = 0;
  try {
    for (let i = 0; i < connections; i++) {
      const socket = connectRaw(dicomPort);
      socket.resume().write(request.subarray(0, Math.floor(random() * (request.length - 1))));
      sockets.push(socket);
      if (i % 50 === 0) await once(socket, 'connect');
    }
    for (let i = 0; i < echoes; i++) slowestEchoMs = Math.max(slowestEchoMs, await echoMs(peer));
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  return { connections, slowestEchoMs };
}

async function echoMs(peer: DicomPeer): Promise<number> {
  const started = performance.now();
  const contexts = [{ abstractSyntax: VERIFICATION, transferSyntaxes: [EXPLICIT_LITTLE_ENDIAN] }];
  const association = await connectTo(peer, contexts, 10_000);
  const { status } = await association.echo();
  await association.release();
  if (status !== 0) throw new IsocenterError('dimse/failed', { status, comment: '' });
  return performance.now() - started;
}

export interface TruncationReport {
  readonly messageLength: number;
  readonly cuts: number;
  /** Files that were not there before: there should be none. */
  readonly halfStored: number;
}

/** A C-STORE of about 20 KB, cut at every `step`-th byte by FIN and RST in turn. */
export async function truncatedStores(
  target: Target,
  { step, parallel, seed }: { step: number; parallel: number; seed: number },
): Promise<TruncationReport> {
  const instance = sized(instanceOf(seed, 0, 0));
  const message = {
    associate: encodePdu(associateRequest({}, instance)),
    store: storeMessage(instance, 4_096),
  };
  const before = storedFiles(target.data).length;
  const cuts = await truncationCampaign(target.dicomPort, message, { step, parallel });
  return {
    messageLength: message.store.length,
    cuts,
    halfStored: storedFiles(target.data).length - before,
  };
}

const SIZE = 20 * 1024;

/** Made larger by a trailing element, which any reader passes by (PS3.10 7.2). */
function sized(instance: RawInstance): RawInstance {
  const padding = Buffer.alloc(SIZE - instance.dataSet.length);
  padding.write('fcfffcff4f420000', 'hex');
  padding.writeUInt32LE(padding.length - 12, 8);
  return { ...instance, dataSet: Buffer.concat([instance.dataSet, padding]) };
}

/** Associations that are asked for and dropped. */
export async function abortCampaign(
  { dicomPort }: Target,
  options: { count: number; parallel: number },
): Promise<void> {
  await abortedAssociations(dicomPort, encodePdu(associateRequest()), options);
}
