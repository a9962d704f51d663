import { describe, expect, it } from 'vitest';
import { Dataset, type PlainDataset, toJson } from '../../../../../src/dicom/index.ts';
import { blocksOf } from './blocks.ts';
import { readReport } from './report.ts';

const code = (CodeMeaning: string, CodeValue = '1', CodingSchemeDesignator = 'DCM'): PlainDataset => ({
  CodeValue,
  CodingSchemeDesignator,
  CodeMeaning,
});
const item = (ValueType: string, name: string, more: PlainDataset = {}): PlainDataset => ({
  RelationshipType: 'CONTAINS',
  ValueType,
  ConceptNameCodeSequence: [code(name)],
  ...more,
});
const number = (name: string, value: string, unit: string, more: PlainDataset = {}) =>
  item('NUM', name, {
    MeasuredValueSequence: [
      { NumericValue: value, MeasurementUnitsCodeSequence: [code(unit, unit, 'UCUM')] },
    ],
    ...more,
  });
const image = (uid: string): PlainDataset => ({
  RelationshipType: 'CONTAINS',
  ValueType: 'IMAGE',
  ReferencedSOPSequence: [
    { ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2', ReferencedSOPInstanceUID: uid },
  ],
});
const report = (content: readonly PlainDataset[], more: PlainDataset = {}) =>
  readReport(
    toJson(Dataset.of({ ...item('CONTAINER', 'Chest CT Report'), ContentSequence: content, ...more })),
  );

describe('a report', () => {
  it('says its title, whether it is complete, and who stands for it', () => {
    const { title, isComplete, isVerified, verifiers } = report([], {
      CompletionFlag: 'PARTIAL',
      VerificationFlag: 'VERIFIED',
      VerifyingObserverSequence: [
        {
          VerifyingObserverName: 'Weber^Eva',
          VerifyingOrganization: 'City Hospital',
          VerificationDateTime: '20240501101500',
        },
      ],
    });
    expect({ title, isComplete, isVerified }).toEqual({
      title: 'Chest CT Report',
      isComplete: false,
      isVerified: true,
    });
    expect(verifiers).toEqual([{ name: 'Weber^Eva', organization: 'City Hospital', at: '20240501101500' }]);
  });

  it('knows in which series the images are that it speaks of', () => {
    const { evidence } = report([], {
      CurrentRequestedProcedureEvidenceSequence: [
        {
          StudyInstanceUID: '1.1',
          ReferencedSeriesSequence: [
            {
              SeriesInstanceUID: '1.1.2',
              ReferencedSOPSequence: [
                { ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2', ReferencedSOPInstanceUID: '1.1.2.3' },
              ],
            },
          ],
        },
      ],
    });
    expect(Object.fromEntries(evidence)).toEqual({ '1.1.2.3': { study: '1.1', series: '1.1.2' } });
  });

  it('is a page: headings, sentences, what is measured in one table, images in one row', () => {
    const { root } = report([
      item('CONTAINER', 'Findings', {
        ContentSequence: [
          item('TEXT', 'Finding', { TextValue: 'A nodule of the left lung.' }),
          number('Length', '12.5', 'mm'),
          number('Area', '98', 'mm2', {
            ContentSequence: [
              item('CODE', 'Derivation', {
                RelationshipType: 'HAS CONCEPT MOD',
                ConceptCodeSequence: [code('Mean')],
              }),
            ],
          }),
          item('CODE', 'Conclusion', { ConceptCodeSequence: [code('Nodule')] }),
          image('1.2.1'),
          image('1.2.2'),
        ],
      }),
    ]);
    const blocks = blocksOf(root);
    expect(blocks.map(({ kind }) => kind)).toEqual(['heading', 'text', 'measurements', 'facts', 'images']);
    expect(blocks[0]).toEqual({ kind: 'heading', level: 1, text: 'Findings' });
    expect(blocks[2]).toMatchObject({
      facts: [
        { label: 'Length', value: { text: '12.5', unit: 'mm' }, about: [] },
        {
          label: 'Area',
          value: { text: '98', unit: 'mm²' },
          about: [{ label: 'Derivation', value: { kind: 'code', text: 'Mean' } }],
        },
      ],
    });
    expect(blocks[4]).toMatchObject({ images: [{ sopInstanceUid: '1.2.1' }, { sopInstanceUid: '1.2.2' }] });
  });

  it('leads from a measurement over its place to the image, and follows references, but in no circle', () => {
    const place = (content: PlainDataset) =>
      item('SCOORD', 'Path', { GraphicType: 'POLYLINE', ContentSequence: [content] });
    const { root } = report([
      number('Length', '5', 'mm', { ContentSequence: [place(image('1.2.7'))] }),
      number('Width', '3', 'mm', {
        ContentSequence: [{ RelationshipType: 'INFERRED FROM', ReferencedContentItemIdentifier: [1, 1, 1] }],
      }),
      number('Depth', '1', 'mm', {
        ContentSequence: [{ RelationshipType: 'INFERRED FROM', ReferencedContentItemIdentifier: [1, 3] }],
      }),
    ]);
    const [block] = blocksOf(root);
    expect(block).toMatchObject({
      kind: 'measurements',
      facts: [
        { images: [{ sopInstanceUid: '1.2.7' }] },
        { images: [{ sopInstanceUid: '1.2.7' }] },
        { images: [] },
      ],
    });
  });

  it('says why there is no number, and what it cannot read', () => {
    const { root } = report([
      item('NUM', 'Length', {
        NumericValueQualifierCodeSequence: [code('Measurement failure')],
      }),
      item('HOLOGRAM', 'Heart'),
    ]);
    expect(blocksOf(root)).toMatchObject([
      { facts: [{ value: { kind: 'number', text: '', unit: '', qualifier: 'Measurement failure' } }] },
      { facts: [{ label: 'Heart', value: { kind: 'unknown', text: 'HOLOGRAM' } }] },
    ]);
  });
});
