import { describe, expect, it } from 'vitest';
import { parseFile, tags } from '../../dicom/index.ts';
import { demoHistory } from './index.ts';

const files = [...demoHistory()];
const datasets = files.map(({ bytes }) => parseFile(bytes).dataset);
const distinct = (tag: number) => new Set(datasets.map((dataset) => dataset.string(tag)));

describe('the demo history', () => {
  it('is one patient seen in four places over twelve years', () => {
    expect(distinct(tags.Modality)).toEqual(new Set(['CR', 'MR', 'US', 'CT']));
    expect(distinct(tags.PatientID).size).toBe(4);
    expect(distinct(tags.IssuerOfPatientID).size).toBe(4);
    expect(distinct(tags.PatientBirthDate)).toEqual(new Set(['19540612']));
    expect(distinct(tags.StudyInstanceUID).size).toBe(5);
    expect(distinct(tags.SeriesInstanceUID).size).toBe(6);
    expect([...distinct(tags.StudyDate)].toSorted()[0]).toBe('20110314');
  });

  it('has no file name, UID or image twice', () => {
    expect(new Set(files.map(({ fileName }) => fileName)).size).toBe(files.length);
    expect(distinct(tags.SOPInstanceUID).size).toBe(files.length);
  });

  it('has pixels of the size that its header announces', () => {
    for (const dataset of datasets) {
      const frame = (dataset.number(tags.Rows) ?? 0) * (dataset.number(tags.Columns) ?? 0);
      const expected =
        (frame * (dataset.number(tags.NumberOfFrames) ?? 1) * (dataset.number(tags.BitsAllocated) ?? 0)) / 8;
      expect(dataset.bytes(tags.PixelData)?.length).toBe(expected);
    }
  });

  it('keeps its umlauts and its private elements', () => {
    expect(distinct(tags.InstitutionName)).toContain('Radiologie am Schloßplatz');
    expect(datasets.every((dataset) => dataset.string(0x00290010) === 'ISOCENTER DEMO')).toBe(true);
  });

  it('is small, and the same every time', () => {
    const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(size).toBeLessThan(40_000_000);
    const [first] = demoHistory();
    expect(first).toEqual(files[0]);
    const [other] = demoHistory(2);
    expect(other?.bytes).not.toEqual(files[0]?.bytes);
  });
});
