/** The codes by which films hang, beside the tables of PS3.16 as pydicom has them. */
import { expect, it } from 'vitest';
import { viewOfCode } from '../../web/src/viewer/workspace/view-codes.ts';
import { hasPydicom, runPydicom } from '../support/pydicom.ts';
import { describeWithPeer } from '../support/skip.ts';

/** Lines of: code of SNOMED CT, code of SNOMED RT, meaning. */
const script = `
import sys
from pydicom.sr._cid_dict import cid_concepts
from pydicom.sr._concepts_dict import concepts
from pydicom.sr._snomed_dict import mapping
cid = int(sys.argv[1])
for keyword in cid_concepts[cid]['SCT']:
    for code, (meaning, cids) in concepts['SCT'][keyword].items():
        if cid in cids:
            print(code, mapping['SCT'].get(code), meaning, sep='\\t')
`;

interface View {
  readonly codes: readonly string[];
  readonly meaning: string;
}

async function viewsOf(cid: number): Promise<View[]> {
  const printed = await runPydicom(script, [String(cid)]);
  const rows = printed.trim().split('\n');
  return rows
    .map((row) => row.split('\t'))
    .map(([today, before, meaning]) => ({
      ...{ codes: [today!, before!], meaning: meaning! },
    }));
}

const hanging = async (cid: number) =>
  Object.fromEntries(
    (await viewsOf(cid))
      .map(({ codes, meaning }) => [meaning, codes.map((code) => viewOfCode(code))] as const)
      .filter(([, views]) => views.some((view) => view !== undefined)),
  );

const both = (view: string) => [view, view];

describeWithPeer('pydicom', hasPydicom, () => {
  it('mammograms: CID 4014, all but the specimen', async () => {
    expect(await hanging(4014)).toEqual({
      'cranio-caudal': both('CC'),
      'medio-lateral oblique': both('MLO'),
      'medio-lateral': both('ML'),
      'latero-medial': both('LM'),
      'latero-medial oblique': both('LMO'),
      'caudo-cranial': both('FB'),
      'superolateral to inferomedial oblique': both('SIO'),
      'inferomedial to superolateral oblique': both('ISO'),
      'cranio-caudal exaggerated laterally': both('XCCL'),
      'cranio-caudal exaggerated medially': both('XCCM'),
    });
  });

  it('other films: CID 4010, those from the front and from the side', async () => {
    expect(await hanging(4010)).toMatchObject({
      'postero-anterior': both('PA'),
      'antero-posterior': both('AP'),
      frontal: both('FRONTAL'),
      lateral: both('LATERAL'),
      'left lateral': both('LL'),
      'right lateral': both('RL'),
      'medial-lateral': both('ML'),
      'lateral-medial': both('LM'),
    });
  });
});
