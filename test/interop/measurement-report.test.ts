/** Reports of what was measured in the viewer, in images and in planes, as other software reads them. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  ImageReference,
  Mark,
  Measurement,
  PlaneReference,
} from '../../web/src/viewer/measure/measurement.ts';
import { reportFile } from '../../web/src/viewer/measure/report/measurement-report.ts';
import { findProgram, run } from '../support/processes.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const image: ImageReference = {
  ...{ study: '1.2', series: '1.2.1', sopInstanceUid: '1.2.1.1', frame: 3 },
  sopClassUid: '1.2.840.10008.5.1.4.1.1.2.1',
};
const plane: PlaneReference = {
  ...{ study: '1.2', series: '1.2.1', frameOfReference: '1.2.9', phase: 0, name: 'coronal' },
  ...{ origin: [-12.5, 181.25, 1_033.1], across: [0.5, 0, 0], down: [0, 0, -1.25] },
  ...{ columns: 50, rows: 40 },
};
const area = [{ quantity: 'area', value: 12.5, unit: 'mm2' }] as const;

/** One of every kind. */
const marks: readonly Omit<Mark, 'uid'>[] = [
  {
    ...{ kind: 'length', text: 'Läsion', source: 'patient' },
    points: [
      [1, 2],
      [5, 6],
    ],
    values: [{ quantity: 'length', value: 100 / 7, unit: 'mm' }],
  },
  {
    ...{ kind: 'cobb', text: '' },
    points: [
      [0, 0],
      [5, 5],
      [9, 0],
      [1, 7],
    ],
    values: [{ quantity: 'angle', value: 30, unit: 'deg' }],
  },
  ...(['ellipse', 'rectangle', 'freehand'] as const).map((kind) => ({
    ...{ kind, text: '', values: area },
    points: [[1, 2], [5, 9], ...(kind === 'freehand' ? [[3, 7] as const] : [])] as Mark['points'],
  })),
  { kind: 'text', text: 'słowa', points: [[1, 2]], values: [] },
  {
    ...{ kind: 'probe', text: '' },
    points: [[1, 2]],
    values: [{ quantity: 'value', value: -1000, unit: "[hnsf'U]" }],
  },
];
const all: readonly Measurement[] = [{ image }, { plane }].flatMap((where, i) =>
  marks.map((mark, j) => ({ ...mark, ...where, uid: `2.25.${i + 1}${j}` })),
);

const about = {
  '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Doe^Jane' }] },
  '00100020': { vr: 'LO', Value: ['4711'] },
  '0020000D': { vr: 'UI', Value: ['1.2'] },
};

let directory: TemporaryDirectory;
let path: string;

beforeAll(() => {
  directory = new TemporaryDirectory('report');
  path = directory.join('report.dcm');
  const start = { about, seriesInstanceUid: '2.25.1', sopInstanceUid: '2.25.2', instanceNumber: 2 };
  const who = { observer: 'Doe^Ada', replaces: ['2.25.3'], at: new Date(2026, 10, 26) };
  writeFileSync(path, reportFile(all, { ...start, ...who }));
});
afterAll(() => directory.remove());

const have = (program: string) => findProgram(program) !== undefined;

describeWithPeer('reports of measurements and dciodvfy', have('dciodvfy'), () => {
  it('are Comprehensive 3D SR without an error', async () => {
    const { stdout, stderr } = await run('dciodvfy', [path]);
    const said = `${stdout}${stderr}`.split('\n');
    expect(said).toContain('Comprehensive3DSR');
    expect(said.filter((line) => line.startsWith('Error'))).toEqual([]);
  });
});

describeWithPeer('reports of measurements and dsrdump', have('dsrdump'), () => {
  it('are read whole: every measurement with its place, in the image or in the patient', async () => {
    const { code, stdout, stderr } = await run('dsrdump', ['+U8', '+Pl', path]);
    expect({ code, errors: stderr.match(/^[EF]:.*/gm) }).toEqual({ code: 0, errors: null });
    expect(stdout.match(/"Measurement Group"/g)).toHaveLength(all.length);
    // Lines and angles name their place with each number.
    expect(stdout.match(/ SCOORD:/g)).toHaveLength(marks.length);
    expect(stdout.match(/ SCOORD3D:/g)).toHaveLength(marks.length);
    // One pixel of half a millimetre to the right of the corner, and two of 1.25 down.
    expect(stdout).toContain('POLYLINE,,-12/181.25/1030.59998');
  });
});
