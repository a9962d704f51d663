import { globSync, readFileSync } from 'node:fs';
import type { OpenArchive } from '../../src/archive/index.ts';
import type { Clock } from '../../src/base/index.ts';
import type { FileHead } from '../../src/dicom/index.ts';
import { parseFileHead } from '../../src/dicom/index.ts';
import type { TestDatabase, TestEngine } from './engines.ts';
import { openData } from './eventful-archive.ts';
import { type IsocenterOptions, type IsocenterServer, startIsocenter } from './server.ts';
import { TemporaryDirectory } from './temp.ts';

/** A data directory and a database that outlive the servers started on them. */
export interface ArchiveHome extends AsyncDisposable {
  readonly directory: TemporaryDirectory;
  readonly data: string;
  readonly catalog: TestDatabase;
  /** A server on it. */
  start(options?: IsocenterOptions): Promise<IsocenterServer>;
  /** Opens it in this process, without doors. */
  open(clock?: Clock): Promise<OpenArchive>;
  remove(): Promise<void>;
}

export async function createArchiveHome(engine: TestEngine): Promise<ArchiveHome> {
  const directory = new TemporaryDirectory('home');
  const data = directory.join('data');
  const catalog = await engine.create(data);
  const { database } = catalog;
  const remove = async () => {
    await catalog.drop();
    directory.remove();
  };
  return {
    directory,
    data,
    catalog,
    start: (options) => startIsocenter({ data, database, ...options }),
    open: (clock) => openData(data, { database, clock }),
    remove,
    [Symbol.asyncDispose]: remove,
  };
}

/** A file of the archive, split where its data set begins. */
export interface StoredFile {
  readonly path: string;
  readonly dataSet: Uint8Array;
}

/** Everything under `studies/`, without any help of the database. */
export function storedFiles(data: string): StoredFile[] {
  return globSync(`${data}/studies/**/*.dcm`).map((path) => {
    const bytes = readFileSync(path);
    const { dataSetOffset } = parseFileHead(bytes, true) as FileHead;
    return { path, dataSet: bytes.subarray(dataSetOffset) };
  });
}
