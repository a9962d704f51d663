import { globSync, readFileSync } from 'node:fs';
import type { FileHead } from '../../src/dicom/index.ts';
import { parseFileHead } from '../../src/dicom/index.ts';
import type { TestEngine } from '../catalog/engines.ts';
import { type IsocenterOptions, type IsocenterServer, startIsocenter } from './server.ts';
import { TemporaryDirectory } from './temp.ts';

/** A data directory and a database that outlive the servers started on them. */
export interface ArchiveHome {
  readonly directory: TemporaryDirectory;
  readonly data: string;
  start(options?: IsocenterOptions): Promise<IsocenterServer>;
  remove(): Promise<void>;
}

export async function createArchiveHome(engine: TestEngine): Promise<ArchiveHome> {
  const directory = new TemporaryDirectory('home');
  const data = directory.join('data');
  const { database, drop } = await engine.create();
  return {
    directory,
    data,
    start: (options) => startIsocenter({ data, database, ...options }),
    async remove() {
      directory.remove();
      await drop();
    },
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
