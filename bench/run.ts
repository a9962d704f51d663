import { writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { parseArgs } from 'node:util';
import { keepUntilExit, TemporaryDirectory } from '../test/support/temp.ts';
import type { Bar, BenchContext } from './bar.ts';
import { dicomWebFindBar } from './bars/dicom-web-find.ts';
import { dicomWebRetrieveBar } from './bars/dicom-web-retrieve.ts';
import { dicomWebStoreBar } from './bars/dicom-web-store.ts';
import { findBar } from './bars/find.ts';
import { firstAccessBar } from './bars/first-access.ts';
import { headerBar } from './bars/header.ts';
import { largeBar } from './bars/large.ts';
import { niftiBar } from './bars/nifti.ts';
import { renderBar } from './bars/render.ts';
import { retrieveBar } from './bars/retrieve.ts';
import { rulesBar } from './bars/rules.ts';
import { searchBoxBar } from './bars/search-box.ts';
import { startBar } from './bars/start.ts';
import { stockClientBar } from './bars/stock-client.ts';
import { storeBar } from './bars/store.ts';
import { treesBar } from './bars/trees.ts';
import { uploadBar } from './bars/upload.ts';
import { viewerBar } from './bars/viewer.ts';
import { viewerMemoryBar } from './bars/viewer-memory.ts';
import { zipBar } from './bars/zip.ts';
import { reportJson, reportTable } from './report.ts';
import type { Result } from './result.ts';

const bars: readonly Bar[] = [
  headerBar,
  storeBar,
  stockClientBar,
  findBar,
  retrieveBar,
  startBar,
  largeBar,
  uploadBar,
  zipBar,
  dicomWebStoreBar,
  dicomWebFindBar,
  dicomWebRetrieveBar,
  firstAccessBar,
  renderBar,
  viewerBar,
  searchBoxBar,
  viewerMemoryBar,
  niftiBar,
  rulesBar,
  treesBar,
];

const help = `npm run bench -- [options]: our performance figures beside those of the programs people run today.

  --only NAME[,NAME]    only these of: ${bars.map(({ name }) => name).join(', ')}
  --peers NAME[,NAME]   only these servers of: isocenter, orthanc, storescp
  --runs N              how often everything is measured (default 3); medians and ranges are printed
  --quick               one run, fewer instances: to see that it works, not to quote
  --full                also with 10,000,000 instances in the catalog (30 minutes and 20 GB more)
  --directory DIR       parent of the temporary directories (default: the system's)
  --json FILE           also write the results as JSON
`;

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    peers: { type: 'string' },
    runs: { type: 'string', default: '3' },
    quick: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    directory: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  if (flags.help) return console.log(help);
  // Every temporary directory below, the servers' included, follows TMPDIR.
  if (flags.directory !== undefined) process.env.TMPDIR = flags.directory;
  const wanted = flags.only?.split(',');
  const chosen = bars.filter(({ name }) => wanted?.includes(name) ?? true);
  if (chosen.length === 0) throw new Error(`No bar is called ${flags.only}.\n\n${help}`);

  keepUntilExit();
  using directory = new TemporaryDirectory('bench');
  const context: BenchContext = {
    runs: flags.quick ? 1 : Number(flags.runs),
    quick: flags.quick,
    full: flags.full,
    peers: flags.peers === undefined ? undefined : new Set(flags.peers.split(',')),
    directory,
    log: (text) => console.error(text),
  };
  console.log(
    `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Linux ${release()}, Node ${process.version}`,
  );
  const results: Result[] = [];
  for (const bar of chosen) {
    try {
      results.push(...(await bar.run(context)));
    } catch (error) {
      // The other bars are still worth knowing.
      console.error(`\n${bar.name} could not be measured:`, error);
      process.exitCode = 1;
    }
  }
  console.log(`\n${reportTable(results)}`);
  if (flags.json !== undefined) writeFileSync(flags.json, `${reportJson(results)}\n`);
}

// An exit runs the handlers that end the servers and remove the temporary directories; a signal alone does not.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
await main();
