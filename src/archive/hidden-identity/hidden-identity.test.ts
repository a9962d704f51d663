import { describe, expect, it } from 'vitest';
import { Dataset, HeaderParser, type PlainDataset, tagOf, tags, writeDataset } from '../../dicom/index.ts';
import { hideInHeader } from './hide-in-header.ts';
import { isIdentifying } from './identifying-elements.ts';
import { IdentityWords } from './identity-words.ts';
import { showsIdentity } from './shows-identity.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const CT = '1.2.840.10008.5.1.4.1.1.2';
const SCREENSHOT = '1.2.840.10008.5.1.4.1.1.7';

function headerOf(plain: PlainDataset) {
  const bytes = writeDataset(Dataset.of({ SpecificCharacterSet: 'ISO_IR 192', ...plain }), EXPLICIT);
  const parser = new HeaderParser({ transferSyntaxUid: EXPLICIT });
  return parser.push(bytes) ?? parser.end();
}

describe('identifying elements', () => {
  it.each([
    ['PatientName', 'PN', true],
    ['PatientID', 'LO', true],
    ['PatientBirthDate', 'DA', true],
    ['OperatorsName', 'PN', true],
    ['ImageComments', 'LT', true],
    ['AdmissionID', 'LO', true],
    ['PatientSex', 'CS', false],
    ['PatientWeight', 'DS', false],
    ['StudyDate', 'DA', false],
    ['StudyInstanceUID', 'UI', false],
    ['ICCProfile', 'OB', false],
    ['RedPaletteColorLookupTableData', 'OW', false],
  ] as const)('%s %s: %s', (keyword, vr, expected) => {
    expect(isIdentifying(tagOf(keyword)!, vr)).toBe(expected);
  });

  it('are all private ones, all curves, and no overlays', () => {
    expect(isIdentifying(0x00291010, 'DS')).toBe(true);
    expect(isIdentifying(0x50023000, 'OW')).toBe(true);
    expect(isIdentifying(0x60023000, 'OB')).toBe(false);
  });
});

describe('words that name somebody', () => {
  const words = new IdentityWords();
  words.addName('Müller-Ost^Jo^Anna^Dr.=山羊^花');
  words.addIdentifier('ZX-778');

  it.each([
    ['knee MUELLER', false],
    ['KNEE_MÜLLER2', true],
    ['muller', true],
    ['ost west', true],
    ['costal', false],
    ['jo', true],
    ['major', false],
    ['Dr. Knee', false],
    ['頭部山羊', true],
    ['id zx-778/2', true],
    ['', false],
  ])('%s: %s', (text, expected) => {
    expect(words.areIn(text)).toBe(expected);
  });
});

describe('a header without identity', () => {
  it('has what an image needs and dates, and says no name at any depth', () => {
    const { dataset } = hideInHeader(
      headerOf({
        ...{ PatientName: 'Zwetschge^Ada', PatientID: 'ZX-778', PatientAge: '061Y', StudyDate: '20240501' },
        ...{ StudyDescription: 'Knee, Ms Zwetschge', ImageType: ['ORIGINAL', 'ADA', 'AXIAL'], Rows: 40 },
        ReferencedImageSequence: [{ ReferencedSOPInstanceUID: '1.2.3', PatientName: 'Zwetschge^Ada' }],
      }),
    );
    expect([...dataset].map(({ tag }) => tag)).toEqual(
      [
        ...['SpecificCharacterSet', 'ImageType', 'StudyDate', 'StudyDescription', 'ReferencedImageSequence'],
        ...['PatientAge', 'Rows'],
      ].map((keyword) => tagOf(keyword)),
    );
    expect(dataset.strings(tagOf('ImageType')!)).toEqual(['ORIGINAL', '', 'AXIAL']);
    expect(dataset.string(tagOf('StudyDescription')!)).toBeUndefined();
    const [item] = dataset.items(tagOf('ReferencedImageSequence')!);
    expect([...item!].map(({ tag }) => tag)).toEqual([tagOf('ReferencedSOPInstanceUID')]);
    // Not as it was read, either.
    expect(dataset.bytes(tagOf('ReferencedImageSequence')!)).toBeUndefined();
    expect(dataset.bytes(tags.PatientName)).toBeUndefined();
  });
});

describe('what may say whose it is where nothing can be taken out', () => {
  const image = { Rows: 1, PixelData: new Uint8Array(2) };
  it.each<[string, PlainDataset, string, boolean]>([
    ['an image', image, CT, false],
    ['a document', { Rows: 1 }, CT, true],
    ['a screenshot', image, SCREENSHOT, true],
    ['several in one', image, `${SCREENSHOT}.4`, true],
    ['one with nothing written in it', { ...image, BurnedInAnnotation: 'NO' }, SCREENSHOT, false],
    ['an image with something written in it', { ...image, BurnedInAnnotation: 'YES' }, CT, true],
    [
      'the label of a slide',
      { ...image, SpecimenLabelInImage: 'YES' },
      '1.2.840.10008.5.1.4.1.1.77.1.6',
      true,
    ],
  ])('%s', (_what, plain, sopClass, expected) => {
    expect(showsIdentity(headerOf(plain), sopClass)).toBe(expected);
  });
});
