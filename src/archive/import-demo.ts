import { IsocenterError, inParallel } from '../base/index.ts';
import type { Actor, DemoSummary, Scope, TransferItem } from '../contract/index.ts';
import { type FileHead, parseFileHead } from '../dicom/index.ts';
import { type DemoFile, demoHistory } from '../media/index.ts';
import type { IngestResult } from './committer.ts';
import { InstanceIngest } from './ingest.ts';
import type { ArchiveParts } from './parts.ts';
import { TransferReport } from './transfer-report.ts';

/** The history is one person's. */
const PATIENTS = 1;

/** Takes in the made-up history of `demoHistory`. Again, it changes nothing. Errors: those of `InstanceIngest`. */
export async function* importDemo(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  signal: AbortSignal,
): AsyncGenerator<TransferItem, DemoSummary, void> {
  const report = new TransferReport(parts.clock);
  const studies = new Set<string>();
  let instances = 0;
  const results = inParallel(demoHistory(), parts.settings.importConcurrency, async (file) => ({
    bytes: file.bytes.length,
    ...(await takeIn(parts, actor, scope, file)),
  }));
  for await (const { bytes, studyInstanceUid } of results) {
    if (signal.aborted) throw new IsocenterError('cancelled');
    studies.add(studyInstanceUid);
    instances++;
    report.count(bytes);
    yield* report.progressIfDue({});
  }
  yield report.progress({ total: instances });
  return { patients: PATIENTS, studies: studies.size, instances, seconds: report.summary().seconds };
}

async function takeIn(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  { fileName, bytes }: DemoFile,
): Promise<IngestResult> {
  // The whole file is there, so its head is.
  const { syntax, dataSetOffset } = parseFileHead(bytes, true) as FileHead;
  const receivedAt = parts.clock.now().toISOString();
  const origin = { via: 'demo', receivedAt, sender: actor.name, address: fileName, receiver: '' } as const;
  const sink = new InstanceIngest(parts, actor, scope, {
    origin,
    transferSyntaxUid: syntax.uid,
  });
  await sink.write(bytes.subarray(dataSetOffset));
  return await sink.end();
}
