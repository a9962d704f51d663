import { isocenter, isocenterJson } from './command-line.ts';
import { corpus } from './corpus.ts';
import { CuttingProxy } from './cutting-proxy.ts';
import type { DcmtkServer } from './dcmtk.ts';
import { startFilledPacs } from './filled-pacs.ts';
import { waitFor } from './processes.ts';
import type { IsocenterServer } from './server.ts';
import { TemporaryDirectory } from './temp.ts';

const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
const SEED = 8_902;
/** Answers of a search pass, images do not. */
const BYTES_UNTIL_CUT = 20_000;
const names = ['Weber^Karl', 'Vogel^Lena'];

/**
 * A PACS (dcmqrscp) with two studies, as two nodes: `clinic`, where an administrator approves what others fetch, and
 * `ct-emergency`, from which nothing comes and which deletes its images soon.
 */
export class TourPacs implements AsyncDisposable {
  readonly #directory: TemporaryDirectory;
  readonly #pacs: DcmtkServer;
  readonly #proxy: CuttingProxy;

  private constructor(directory: TemporaryDirectory, pacs: DcmtkServer, proxy: CuttingProxy) {
    this.#directory = directory;
    this.#pacs = pacs;
    this.#proxy = proxy;
  }

  static async open(server: IsocenterServer): Promise<TourPacs> {
    const directory = new TemporaryDirectory('tour-pacs');
    const images = corpus({
      ...{ kind: 'mr', studies: names.length, seriesPerStudy: 2, instancesPerSeries: 2, seed: SEED },
      override: ({ study }) => ({ StudyDate: yesterday, PatientName: names[study]! }),
    });
    const pacs = await startFilledPacs(directory.join('db'), [...images]);
    const proxy = await CuttingProxy.open(pacs.port);
    proxy.bytesUntilCut = BYTES_UNTIL_CUT;
    const add = (name: string, port: number, ...more: string[]) =>
      isocenter(server, 'nodes', 'add', name, pacs.aet, '127.0.0.1', String(port), ...more);
    await add('clinic', pacs.port, '--fetch-approval', 'yes');
    await add('ct-emergency', proxy.port, '--keeps-days', '3');
    return new TourPacs(directory, pacs, proxy);
  }

  /** As part of the automation file. */
  readonly schedules = `  emergency:
    at: "30 1 * * *"
    retrieve:
      node: ct-emergency
      studies: { StudyDate: ${yesterday} }
`;

  /** As every night. */
  async run(server: IsocenterServer): Promise<void> {
    await isocenter(server, 'schedules', 'run', 'emergency');
    await waitFor('studies that a node will delete', async () => {
      const left = await isocenterJson<{ studies: unknown[] }>(server, ['nodes', 'left', 'ct-emergency']);
      return left.studies.length === names.length;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#proxy[Symbol.asyncDispose]();
    await this.#pacs.stop();
    this.#directory.remove();
  }
}
