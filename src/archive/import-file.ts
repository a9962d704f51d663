import { type ByteSink, IsocenterError } from '../base/index.ts';
import { type FileHead, parseFileHead } from '../dicom/index.ts';
import type { IngestResult } from './committer.ts';
import { INPUT_CHUNK, InputFile } from './input-file.ts';

/** A sink for a data set in this transfer syntax. */
export type OpenSink = (transferSyntaxUid: string) => ByteSink<IngestResult>;

/**
 * Takes in one DICOM file, a bounded part at a time: what stands before the data set goes, the data set is passed on as
 * it is, in the transfer syntax that it is really written in. Undefined: it is no DICOM file after all. Errors: those of
 * the sink, and `input/unreadable`.
 */
export async function importFile(
  path: string,
  expectedBytes: number,
  openSink: OpenSink,
  signal: AbortSignal,
): Promise<IngestResult | undefined> {
  await using file = await InputFile.open(path, expectedBytes);
  const first = await file.read();
  const head = headOf(first, file.atEnd);
  if (!head) return undefined;
  const sink = openSink(head.syntax.uid);
  try {
    await sink.write(first.subarray(head.dataSetOffset));
    while (!file.atEnd) {
      if (signal.aborted) throw new IsocenterError('cancelled');
      await sink.write(await file.read());
    }
  } catch (error) {
    sink.abort(error);
    throw error;
  }
  return await sink.end();
}

function headOf(first: Uint8Array, atEnd: boolean): FileHead | undefined {
  try {
    const head = parseFileHead(first, atEnd);
    if (typeof head !== 'number') return head;
    throw new IsocenterError('dicom/limit', { what: 'The file meta group', value: head, limit: INPUT_CHUNK });
  } catch (error) {
    if (error instanceof IsocenterError && error.code === 'dicom/not-dicom') return undefined;
    throw error;
  }
}
