/** DICOMweb as foreign programs use it: the client of OHIF and Cornerstone, pydicom, curl. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseFile, tags } from '../../src/dicom/index.ts';
import { type CorpusShape, corpus, corpusInstance } from '../support/corpus.ts';
import { type DicomWebServer, type JsonInstance, openDicomWeb } from '../support/dicom-web-server.ts';
import { dataSetOf } from '../support/multipart.ts';
import { findProgram, runOrThrow } from '../support/processes.ts';
import { hasPydicom, runPydicom } from '../support/pydicom.ts';
import { encodeDataSet } from '../support/sender.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const shape: CorpusShape = { kind: 'mr', studies: 3, seriesPerStudy: 2, instancesPerSeries: 4, seed: 60 };
const at = (study = 0, series = 0, instance = 0) => corpusInstance(shape, { study, series, instance });

let server: DicomWebServer;
let directory: TemporaryDirectory;

beforeAll(async () => {
  server = await openDicomWeb();
  directory = new TemporaryDirectory('clients');
  await server.store(corpus(shape));
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  directory.remove();
});

/** What of npm's dicomweb-client is used here; its own types need those of a browser. */
interface Client {
  searchForStudies(options: object): Promise<JsonInstance[]>;
  searchForSeries(options: object): Promise<JsonInstance[]>;
  searchForInstances(options: object): Promise<JsonInstance[]>;
  retrieveStudyMetadata(options: object): Promise<JsonInstance[]>;
  retrieveSeriesMetadata(options: object): Promise<JsonInstance[]>;
  retrieveInstanceMetadata(options: object): Promise<JsonInstance[]>;
  retrieveInstance(options: object): Promise<ArrayBuffer>;
  retrieveSeries(options: object): Promise<ArrayBuffer[]>;
  retrieveStudy(options: object): Promise<ArrayBuffer[]>;
  retrieveBulkData(options: object): Promise<ArrayBuffer[]>;
  storeInstances(options: object): Promise<unknown>;
}

const load = createRequire(import.meta.url);
const { api } = load('dicomweb-client') as {
  api: { DICOMwebClient: new (options: object) => Client };
};

/** It runs in browsers, so it needs a piece of one. */
function newClient(): Client {
  Object.assign(globalThis, { XMLHttpRequest: load('xhr2') });
  return new api.DICOMwebClient({
    url: server.root,
    headers: { Authorization: 'Test admin' },
    verbose: false,
  });
}

describe('dicomweb-client', () => {
  let client: Client;
  beforeEach(() => {
    client = newClient();
  });
  const { studyInstanceUid: studyInstanceUID, seriesInstanceUid: seriesInstanceUID } = at();
  const instance = { studyInstanceUID, seriesInstanceUID, sopInstanceUID: at().sopInstanceUid };

  it('searches', async () => {
    expect(await client.searchForStudies({})).toHaveLength(3);
    expect(await client.searchForStudies({ queryParams: { PatientID: 'nobody' } })).toEqual([]);
    const byId = await client.searchForStudies({ queryParams: { PatientID: at(1).patientId } });
    expect(byId.map((row) => row['0020000D']!.Value)).toEqual([[at(1).studyInstanceUid]]);
    expect(await client.searchForSeries({ studyInstanceUID })).toHaveLength(2);
    expect(await client.searchForInstances({ studyInstanceUID, seriesInstanceUID })).toHaveLength(4);
  });

  it('reads metadata', async () => {
    expect(await client.retrieveStudyMetadata({ studyInstanceUID })).toHaveLength(8);
    expect(await client.retrieveSeriesMetadata({ studyInstanceUID, seriesInstanceUID })).toHaveLength(4);
    const [json] = await client.retrieveInstanceMetadata(instance);
    expect(json!['00100020']!.Value).toEqual([at().patientId]);
  });

  it('retrieves instances and bulk data', async () => {
    const file = new Uint8Array(await client.retrieveInstance(instance));
    expect(Buffer.compare(dataSetOf(file), encodeDataSet(at()))).toBe(0);
    expect(await client.retrieveSeries({ studyInstanceUID, seriesInstanceUID })).toHaveLength(4);
    const study = await client.retrieveStudy({ studyInstanceUID });
    expect(study.map((each) => parseFile(new Uint8Array(each)).dataset.string(tags.SOPInstanceUID))).toEqual(
      [...corpus({ ...shape, studies: 1 })].map(({ sopInstanceUid }) => sopInstanceUid),
    );
    const [json] = await client.retrieveInstanceMetadata(instance);
    const { BulkDataURI } = json!['7FE00010'] as unknown as { BulkDataURI: string };
    const [pixels] = await client.retrieveBulkData({ BulkDataURI });
    expect(Buffer.compare(Buffer.from(pixels!), Buffer.from(at().dataset.bytes(tags.PixelData)!))).toBe(0);
  });

  it('stores', async () => {
    const sent = [...corpus({ ...shape, seed: 61, studies: 1 })];
    await client.storeInstances({ datasets: sent.map((each) => Uint8Array.from(each.encode()).buffer) });
    expect(await client.searchForInstances({ studyInstanceUID: sent[0]!.studyInstanceUid })).toHaveLength(8);
  });
});

describe('the queries of OHIF', () => {
  it('list studies a page at a time', async () => {
    const list = '/studies?limit=101&offset=0&fuzzymatching=true&includefield=00081030%2C00080060';
    const [first] = await server.json(list);
    for (const tag of [
      '00100010',
      '00100020',
      '00080020',
      '00080030',
      '00080050',
      '00080061',
      '00081030',
      '0020000D',
      '00201208',
    ])
      expect(first![tag]?.Value, tag).toBeDefined();
    const filtered = `${list}&PatientName=*Abel*&PatientID=P060*&StudyDate=20150101-20150102&ModalitiesInStudy=MR,CT`;
    expect(await server.json(filtered)).toHaveLength(2);
    expect((await server.get(`${list}&PatientName=*Zz*`)).status).toBe(204);
  });

  it('open a study', async () => {
    const { studyInstanceUid } = at(2);
    const fields = 'includefield=0008103E%2C00080021%2C00080031';
    const series = await server.json(`/studies/${studyInstanceUid}/series?${fields}`);
    expect(series.map((row) => row['0008103E']?.Value)).toEqual([['t1 se tra'], ['t1 se tra']]);
    for (const { '0020000E': uid } of series) {
      const metadata = await server.json(`/studies/${studyInstanceUid}/series/${uid!.Value![0]}/metadata`);
      expect(metadata).toHaveLength(4);
      for (const each of metadata)
        for (const tag of ['00280010', '00280011', '00280100', '00200032', '00200037', '00280030'])
          expect(each[tag]?.Value, tag).toBeDefined();
    }
  });
});

const script = `
import io, json, sys, urllib.request
from email.parser import BytesParser
from pydicom import dcmread
from pydicom.dataset import Dataset

root, path = sys.argv[1], sys.argv[2]

def call(url, accept, data=None, kind=None):
    headers = {'Authorization': 'Test admin', 'Accept': accept}
    if kind: headers['Content-Type'] = kind
    with urllib.request.urlopen(urllib.request.Request(url, data, headers)) as answer:
        return answer.headers['Content-Type'], answer.read()

def parts(url, kind):
    head, body = call(url, 'multipart/related; type="%s"; transfer-syntax=*' % kind)
    message = BytesParser().parsebytes(b'Content-Type: ' + head.encode() + b'\\r\\n\\r\\n' + body)
    return [each.get_payload(decode=True) for each in message.get_payload()]

# Store what this reads from a file, by pydicom's own writer
dataset = dcmread(path)
boundary = 'pydicom-boundary'
buffer = io.BytesIO()
dataset.save_as(buffer)
body = b'--%s\\r\\nContent-Type: application/dicom\\r\\n\\r\\n' % boundary.encode() + buffer.getvalue() + b'\\r\\n--%s--' % boundary.encode()
_, answer = call(root + '/studies', 'application/dicom+json', body, 'multipart/related; type="application/dicom"; boundary=' + boundary)
stored = Dataset.from_json(answer.decode())
assert stored.ReferencedSOPSequence[0].ReferencedSOPInstanceUID == dataset.SOPInstanceUID

# Find it
_, answer = call(root + '/instances?SOPInstanceUID=' + dataset.SOPInstanceUID + '&includefield=all', 'application/dicom+json')
found = [Dataset.from_json(each) for each in json.loads(answer)]
assert len(found) == 1 and found[0].PatientName == dataset.PatientName, found

# Get it back
url = stored.ReferencedSOPSequence[0].RetrieveURL
back = [dcmread(io.BytesIO(each)) for each in parts(url, 'application/dicom')]
assert len(back) == 1 and back[0] == dataset
_, single = call(url, 'application/dicom; transfer-syntax=*')
assert dcmread(io.BytesIO(single)) == dataset

# Metadata, with bulk data by reference
fetched = []
def bulk(tag, vr, uri):
    fetched.append(uri)
    return parts(uri, 'application/octet-stream')[0]
_, answer = call(url + '/metadata', 'application/dicom+json')
read = Dataset.from_json(json.loads(answer)[0], bulk)
del read[0x00083002]
assert read.PixelData == dataset.PixelData and len(fetched) == 1
assert read == dataset, 'metadata differ'
print('all of it')
`;

describeWithPeer('pydicom over urllib', hasPydicom, () => {
  it('stores, finds, retrieves and reads metadata', async () => {
    const path = directory.join('pydicom.dcm');
    writeFileSync(
      path,
      corpusInstance({ ...shape, seed: 62 }, { study: 0, series: 0, instance: 0 }).encode(),
    );
    expect(await runPydicom(script, [server.root, path])).toBe('all of it\n');
  });
});

describeWithPeer('curl', findProgram('curl') !== undefined, () => {
  const curl = async (...args: string[]) =>
    (await runOrThrow('curl', ['-sS', '-H', 'Authorization: Test admin', ...args], { timeoutMs: 60_000 }))
      .stdout;

  it('stores a file, searches, and downloads it', async () => {
    const instance = corpusInstance({ ...shape, seed: 63 }, { study: 0, series: 0, instance: 0 });
    const [sent, got] = [directory.join('sent.dcm'), directory.join('got.dcm')];
    writeFileSync(sent, instance.encode());
    const answer = JSON.parse(
      await curl(
        '--data-binary',
        `@${sent}`,
        '-H',
        'Content-Type: application/dicom',
        `${server.root}/studies`,
      ),
    ) as JsonInstance;
    const [item] = answer['00081199']!.Value as JsonInstance[];
    const found = await curl('--compressed', `${server.root}/studies?PatientID=${instance.patientId}`);
    expect(JSON.parse(found)).toHaveLength(1);
    await curl(
      '-H',
      'Accept: application/dicom; transfer-syntax=*',
      '-o',
      got,
      String(item!['00081190']!.Value![0]),
    );
    expect(Buffer.compare(dataSetOf(readFileSync(got)), encodeDataSet(instance))).toBe(0);
  });
});
