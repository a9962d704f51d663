import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, waitForPort } from './ports.ts';
import { BackgroundProcess, findProgram, runOrThrow } from './processes.ts';

/** True when DCMTK's worklist server is here. */
export const hasWorklist: boolean = ['wlmscpfs', 'dump2dcm'].every((name) => findProgram(name) !== undefined);

export interface WorklistEntry {
  readonly patientId: string;
  /** `20260131` */
  readonly date: string;
  readonly modality: string;
}

/** Files of entries, as DCMTK and Orthanc serve them. */
export async function writeWorklist(directory: string, entries: readonly WorklistEntry[]): Promise<void> {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'lockfile'), '');
  for (const [index, entry] of entries.entries()) {
    const dump = join(directory, `${index}.dump`);
    writeFileSync(dump, dumpOf(entry, index));
    await runOrThrow('dump2dcm', [dump, join(directory, `${index}.wl`)]);
  }
}

const dumpOf = ({ patientId, date, modality }: WorklistEntry, index: number): string => `
(0008,0050) SH [ACC${index}]
(0010,0010) PN [Test^Patient${index}]
(0010,0020) LO [${patientId}]
(0010,0030) DA [19700101]
(0010,0040) CS [O]
(0020,000d) UI [2.25.77${index}]
(0032,1060) LO [a look at it]
(0040,0100) SQ
(fffe,e000) na
(0008,0060) CS [${modality}]
(0040,0001) AE [SCANNER]
(0040,0002) DA [${date}]
(0040,0003) TM [080000]
(0040,0007) LO [step]
(0040,0009) SH [S${index}]
(fffe,e00d) na
(fffe,e0dd) na
(0040,1001) SH [R${index}]
`;

export interface WorklistServer extends AsyncDisposable {
  readonly aet: string;
  readonly port: number;
}

/** DCMTK's worklist server. */
export async function startWorklist(
  directory: string,
  entries: readonly WorklistEntry[],
): Promise<WorklistServer> {
  const aet = 'WORKLIST';
  await writeWorklist(join(directory, aet), entries);
  const port = await freePort();
  const server = new BackgroundProcess('wlmscpfs', ['-dfp', directory, String(port)], {
    env: { TCP_NODELAY: '1' },
  });
  await waitForPort(port, server);
  return { aet, port, [Symbol.asyncDispose]: async () => void (await server.stop()) };
}
