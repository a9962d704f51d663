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

/** How one file differs from another. */
export interface NibabelDifference {
  readonly shapes: readonly [readonly number[], readonly number[]];
  /** Names of types, such as `int16`. */
  readonly types: readonly [string, string];
  /** Samples that mean something else; null where shapes differ. */
  readonly samples: number | null;
  /** The largest one among the numbers of the affines. */
  readonly affine: number;
  /** Lengths of voxels along all dimensions, times included. */
  readonly zooms: number;
}

const comparison = `
import json, sys, numpy, nibabel
paths = sys.argv[1:]
found = []
for one, other in zip(paths[::2], paths[1::2]):
    a, b = nibabel.load(one), nibabel.load(other)
    x, y = numpy.asanyarray(a.dataobj), numpy.asanyarray(b.dataobj)
    same = x.shape == y.shape
    found.append({
        "shapes": [list(x.shape), list(y.shape)],
        "types": [str(a.get_data_dtype()), str(b.get_data_dtype())],
        "samples": int(numpy.count_nonzero(~((x == y) | ((x != x) & (y != y))))) if same else None,
        "affine": float(numpy.abs(a.affine - b.affine).max()),
        "zooms": float(numpy.abs(numpy.subtract(a.header.get_zooms(), b.header.get_zooms())).max()) if same else -1,
    })
print(json.dumps(found))
`;

export async function compareWithNibabel(
  pairs: readonly (readonly [string, string])[],
): Promise<NibabelDifference[]> {
  const { stdout } = await runOrThrow(python, ['-c', comparison, ...pairs.flat()], { timeoutMs: 120_000 });
  return JSON.parse(stdout) as NibabelDifference[];
}
