/** Our ICC profiles, read by Little CMS, against what the specifications of the colour spaces say. */
import { existsSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { outputProfile } from '../../src/render/icc/index.ts';
import { runOrThrow } from '../support/processes.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const python = '/usr/bin/python3';
const libraries = ['/lib', '/usr/lib'].map((root) => `${root}/x86_64-linux-gnu/liblcms2.so.2`);
const library = libraries.find((path) => existsSync(path));

/** Prints XYZ under D50 of colours in doubles (TYPE_RGB_DBL, TYPE_XYZ_DBL), relative to the white. */
const script = `
import ctypes, json, sys
lcms = ctypes.CDLL(sys.argv[1])
void = ctypes.c_void_p
lcms.cmsOpenProfileFromFile.restype = lcms.cmsCreateXYZProfile.restype = lcms.cmsCreateTransform.restype = void
lcms.cmsCreateTransform.argtypes = [void, ctypes.c_uint32, void, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_uint32]
lcms.cmsDoTransform.argtypes = [void, void, void, ctypes.c_uint32]
doubles = lambda space: 1 << 22 | space << 16 | 3 << 3
profile = lcms.cmsOpenProfileFromFile(sys.argv[2].encode(), b'r')
transform = lcms.cmsCreateTransform(profile, doubles(4), lcms.cmsCreateXYZProfile(), doubles(9), 1, 0)
answers = []
for colour in json.loads(sys.argv[3]):
    answer = (ctypes.c_double * 3)()
    lcms.cmsDoTransform(transform, (ctypes.c_double * 3)(*colour), answer, 1)
    answers.append(list(answer))
print(json.dumps(answers))
`;

describeWithPeer('Little CMS', existsSync(python) && library !== undefined, () => {
  // Adobe RGB (1998) 4.3.6.1: the matrix of its ICC profile. ISO 22028-2, table of ROMM RGB to XYZ under D50.
  it.each([
    [
      'adobergb',
      [0.60974, 0.31111, 0.01947],
      [0.20528, 0.62567, 0.06087],
      [0.14919, 0.06322, 0.74457],
      (coded: number) => coded ** (563 / 256),
    ],
    [
      'rommrgb',
      [0.7977, 0.288, 0],
      [0.1352, 0.7119, 0],
      [0.0313, 0.0001, 0.8249],
      (coded: number) => (coded < 1 / 32 ? coded / 16 : coded ** 1.8),
    ],
  ] as const)('%s', async (space, red, green, blue, light) => {
    using directory = new TemporaryDirectory('icc');
    const file = directory.join('profile.icc');
    writeFileSync(file, outputProfile(space));
    const greys = [0.01, 0.03, 0.04, 0.2, 0.5, 0.9];
    const colours = [[1, 0, 0], [0, 1, 0], [0, 0, 1], ...greys.map((grey) => [grey, grey, grey])];
    const args = ['-c', script, library!, file, JSON.stringify(colours)];
    const answers = JSON.parse((await runOrThrow(python, args)).stdout) as number[][];
    const whites = greys.map((grey) => [0.9642, 1, 0.8249].map((part) => part * light(grey)));
    const wanted = [red, green, blue, ...whites];
    expect(answers).toHaveLength(wanted.length);
    for (const [at, answer] of answers.entries())
      for (const [part, value] of answer.entries())
        expect(value, `${colours[at]} ${part}`).toBeCloseTo(wanted[at]![part]!, 3);
  });
});
