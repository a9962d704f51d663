import { describe, expect, it } from 'vitest';
import { asIsocenterError } from '../../base/index.ts';
import { Dataset } from '../dataset.ts';
import { fromJson, toJson } from '../json/index.ts';
import { writeDataset } from '../write.ts';
import { fromXml, toXml } from './index.ts';

const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';
const xmlOf = (dataset: Dataset) => toXml(toJson(dataset, { bulkDataUri: (path) => `bulk/${path}` }));
const inside = (text: string) => text.replace(/^.*?<NativeDicomModel[^>]*>/s, '').replace(/<\/Nat.*$/s, '');

describe('toXml', () => {
  it('writes attributes as PS3.19 A.1 has them', () => {
    const dataset = Dataset.of({
      PatientName: ['Wang^XiaoDong^^Dr.=王^小東', 'Anders'],
      PatientID: [],
      ImageType: ['ORIGINAL', '', 'AXIAL'],
      Rows: 512,
      ReferencedStudySequence: [{ ReferencedSOPInstanceUID: '1.2.3' }, {}],
      FrameIncrementPointer: 0x00181063,
      OverlayRows: 1,
    });
    expect(inside(xmlOf(dataset)).split(/(?=<DicomAttribute tag="(?!00081155))/)).toEqual([
      '<DicomAttribute tag="00080008" vr="CS" keyword="ImageType"><Value number="1">ORIGINAL</Value>' +
        '<Value number="2"></Value><Value number="3">AXIAL</Value></DicomAttribute>',
      '<DicomAttribute tag="00081110" vr="SQ" keyword="ReferencedStudySequence"><Item number="1">' +
        '<DicomAttribute tag="00081155" vr="UI" keyword="ReferencedSOPInstanceUID"><Value number="1">1.2.3</Value>' +
        '</DicomAttribute></Item><Item number="2"></Item></DicomAttribute>',
      '<DicomAttribute tag="00100010" vr="PN" keyword="PatientName"><PersonName number="1"><Alphabetic>' +
        '<FamilyName>Wang</FamilyName><GivenName>XiaoDong</GivenName><NamePrefix>Dr.</NamePrefix></Alphabetic>' +
        '<Ideographic><FamilyName>王</FamilyName><GivenName>小東</GivenName></Ideographic></PersonName>' +
        '<PersonName number="2"><Alphabetic><FamilyName>Anders</FamilyName></Alphabetic></PersonName></DicomAttribute>',
      '<DicomAttribute tag="00100020" vr="LO" keyword="PatientID"/>',
      '<DicomAttribute tag="00280009" vr="AT" keyword="FrameIncrementPointer"><Value number="1">00181063</Value>' +
        '</DicomAttribute>',
      '<DicomAttribute tag="00280010" vr="US" keyword="Rows"><Value number="1">512</Value></DicomAttribute>',
      '<DicomAttribute tag="60000010" vr="US" keyword="OverlayRows"><Value number="1">1</Value></DicomAttribute>',
    ]);
  });

  it('says who owns private elements, and where bulk data are', () => {
    const dataset = Dataset.of({ PixelData: new Uint8Array(2000) });
    dataset.set(0x00091001, 'LO', ['a<b']).set(0x00090010, 'LO', ['ACME & "Sons"']);
    expect(xmlOf(dataset)).toContain(
      '<DicomAttribute tag="00090001" vr="LO" privateCreator="ACME &amp; &quot;Sons&quot;">' +
        '<Value number="1">a&lt;b</Value></DicomAttribute>',
    );
    expect(xmlOf(dataset)).not.toContain('00090010');
    expect(xmlOf(dataset)).toContain('keyword="PixelData"><BulkData uri="bulk/7FE00010"/></DicomAttribute>');
  });

  it('has no characters that XML has not', () => {
    const text = toXml({ '00104000': { vr: 'LT', Value: ['a\u0000\u001b\ud800b\r\nc'] } });
    expect(text).toContain('a\ufffd\ufffd\ufffdb&#13;&#10;c');
  });
});

describe('there and back', () => {
  const dataset = Dataset.of({
    SpecificCharacterSet: 'ISO_IR 192',
    ImageType: ['ORIGINAL', '', 'AXIAL', ''],
    PatientName: ['Yamada^Tarou=山田^太郎', 'a^b^c^d^e'],
    PatientComments: 'line\r\nline\t"quoted" <b>&amp;</b>',
    PixelSpacing: ['0.50', '0.123456789012345678'],
    Rows: 512,
    FrameIncrementPointer: [0x00181063, 0x00280008],
    ReferencedStudySequence: [{ ReferencedSOPInstanceUID: '1.2.3' }, {}],
    PixelData: Uint8Array.of(1, 2, 3, 4),
  });
  dataset
    .set(0x00189073, 'FD', [0.5, Number.NaN, Number.NEGATIVE_INFINITY])
    .set(0x00082001, 'UV', [1n, 2n ** 64n - 1n])
    .set(0x00090010, 'LO', ['ACME'])
    .set(0x00091001, 'SL', [-7]);

  it('gives the same JSON model, and the same data set', async () => {
    const json = toJson(dataset);
    const back = await fromXml(toXml(json));
    expect(Buffer.compare(encoded(fromJson(back)), encoded(fromJson(json)))).toBe(0);
  });

  const encoded = (each: Dataset) => writeDataset(each, EXPLICIT_LITTLE);
});

const model = (content: string) => `<?xml version="1.0"?><NativeDicomModel>${content}</NativeDicomModel>`;
const codeOf = async (text: string) => {
  const error = await fromXml(text).then(
    () => undefined,
    (reason) => asIsocenterError(reason),
  );
  return error?.code;
};

describe('fromXml', () => {
  it('reads what others write: prefixes, missing VRs and numbers, tags in lower case', async () => {
    const text = `<n:NativeDicomModel xmlns:n="http://dicom.nema.org/PS3.19/models/NativeDICOM">
      <!-- comment --><n:DicomAttribute tag="7fe00010" vr="OW"><n:BulkData uuid="abc"/></n:DicomAttribute>
      <n:DicomAttribute tag="00100020"><n:Value><![CDATA[<1>]]></n:Value></n:DicomAttribute>
      <n:DicomAttribute tag="00080008" vr="CS"><n:Value number="3">C</n:Value></n:DicomAttribute>
      <n:DicomAttribute tag="00090001" vr="LO" privateCreator="ACME"/>
      <n:DicomAttribute tag="00090001" vr="SH" privateCreator="Other"/>
      <n:DicomAttribute tag="00091002" vr="LO" privateCreator="ACME"/></n:NativeDicomModel>`;
    expect(await fromXml(text)).toEqual({
      '7FE00010': { vr: 'OW', BulkDataURI: 'abc' },
      '00100020': { vr: 'LO', Value: ['<1>'] },
      '00080008': { vr: 'CS', Value: [null, null, 'C'] },
      '00091001': { vr: 'LO' },
      '00091002': { vr: 'LO' },
      '00091101': { vr: 'SH' },
      '00090011': { vr: 'LO', Value: ['Other'] },
      '00090010': { vr: 'LO', Value: ['ACME'] },
    });
  });

  const value = (content: string) =>
    model(`<DicomAttribute tag="00100020" vr="LO">${content}</DicomAttribute>`);
  it.each([
    ['nothing', ''],
    ['no XML', 'hello'],
    ['cut off', model('').slice(0, -5)],
    ['another document', '<html/>'],
    ['text where attributes are', model('<Value number="1"/>')],
    ['an attribute without tag', model('<DicomAttribute vr="LO"/>')],
    ['an attribute of another object', model('<DicomAttribute tag="__proto__" vr="LO"/>')],
    ['values out of order', value('<Value number="2"/><Value number="1"/>')],
    ['a value far away', value('<Value number="1000000000"/>')],
    ['a reference to nowhere', value('<BulkData/>')],
    ['an entity of its own', `<!DOCTYPE n [<!ENTITY a "aaaa">]>${value('<Value number="1">&a;</Value>')}`],
    [
      'a file',
      `<!DOCTYPE n [<!ENTITY a SYSTEM "file:///etc/passwd">]>${value('<Value number="1">&a;</Value>')}`,
    ],
  ])('%s is no document of the model', async (_what, text) => {
    expect(await codeOf(text)).toBe('dicom/bad-xml');
  });

  it('refuses sequences without end', async () => {
    const deep = '<DicomAttribute tag="00081110" vr="SQ"><Item number="1">';
    expect(await codeOf(`<NativeDicomModel>${deep.repeat(10_000)}`)).toBe('dicom/limit');
  });
});
