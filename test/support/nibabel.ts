/** What nibabel reads of NIfTI files. */
import { existsSync } from 'node:fs';
import { runOrThrow } from './processes.ts';

/** Debian's Python: another one earlier on PATH does not see Debian's packages. */
const python = '/usr/bin/python3';

export const hasNibabel: boolean = existsSync(python) && existsSync('/usr/lib/python3/dist-packages/nibabel');

export interface NibabelFile {
  readonly path: string;
  /** All dimensions. */
  readonly shape: readonly number[];
  /** 4 x 4, from indexes to millimetres to the right, the front, the head. */
  readonly affine: readonly (readonly number[])[];
  /** Samples here and there: their indexes and what they mean. */
  readonly samples: readonly { readonly at: readonly number[]; readonly value: number }[];
}

const script = `
import json, sys, numpy, nibabel
random = numpy.random.default_rng(1)
files = []
for path in sys.argv[1:]:
    image = nibabel.load(path)
    places = [[int(random.integers(0, n)) for n in image.shape] for _ in range(200)]
    whole = numpy.asanyarray(image.dataobj)
    samples = [{"at": at, "value": float(whole[tuple(at)])} for at in places]
    files.append({"path": path, "shape": list(image.shape), "affine": image.affine.tolist(), "samples": samples})
print(json.dumps(files))
`;

export async function readWithNibabel(paths: readonly string[]): Promise<NibabelFile[]> {
  const { stdout } = await runOrThrow(python, ['-c', script, ...paths], { timeoutMs: 120_000 });
  return JSON.parse(stdout) as NibabelFile[];
}
