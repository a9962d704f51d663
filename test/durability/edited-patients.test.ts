/** An edit leaves an image with the patient it belongs to, also where only files and records are left. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeHead, HEAD_LENGTH, readPrivateInformation } from '../../src/archive/file-meta.ts';
import type { OpenArchive } from '../../src/archive/index.ts';
import { everything } from '../../src/contract/index.ts';
import { type Dataset, type FileHead, parseFileHead, tags } from '../../src/dicom/index.ts';
import { type ArchiveHome, createArchiveHome, storedFiles } from '../support/archive-home.ts';
import { type CorpusInstance, corpusInstance } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';
import { everythingKnown, Modality, TickingClock } from '../support/eventful-archive.ts';
import { differences, rebuildAll } from '../support/rebuild-campaign.ts';
import { tester } from '../support/temp-archive.ts';

/** A study for each thing that happens to an image; all have one PatientID and no issuer. */
const happenings = [
  ...['edited', 'edited twice', 'taken back', 'named', 'issued', 'unnamed'],
  ...['edit lost', 'original lost', 'came again'],
] as const;
type Happening = (typeof happenings)[number];

const imageOf = (happening: Happening): CorpusInstance =>
  corpusInstance(
    {
      ...{ kind: 'tiny', studies: happenings.length, instancesPerSeries: 1, seed: 71 },
      override: () => ({
        PatientID: 'P1',
        InstitutionName: happening === 'unnamed' ? 'Haus  Nord' : '',
      }),
    },
    { study: happenings.indexOf(happening), series: 0, instance: 0 },
  );

const fromScanner = 'P1\\domain\\ae:CT1';
const expected: Readonly<Record<Happening, string>> = {
  edited: fromScanner,
  'edited twice': fromScanner,
  'taken back': fromScanner,
  named: 'P1\\domain\\haus süd',
  issued: 'P1\\issuer\\Klinik',
  unnamed: 'P1\\domain\\haus nord',
  'edit lost': fromScanner,
  'original lost': fromScanner,
  'came again': fromScanner,
};

const comment = (text: string) => (dataset: Dataset) => void dataset.set(tags.ImageComments, 'LT', text);
const edits: Readonly<Record<Happening, (dataset: Dataset) => void>> = {
  ...(Object.fromEntries(happenings.map((each) => [each, comment('edited')])) as Record<
    Happening,
    (dataset: Dataset) => void
  >),
  named: (dataset) => void dataset.set(tags.InstitutionName, 'LO', 'Haus Süd'),
  issued: (dataset) => void dataset.set(tags.IssuerOfPatientID, 'LO', 'Klinik'),
  unnamed: (dataset) => void dataset.set(tags.InstitutionName, 'LO', []),
};

async function patientsOf({ archive }: OpenArchive): Promise<Record<string, string | undefined>> {
  const found = happenings.map(async (happening) => {
    const { studyInstanceUid } = imageOf(happening);
    const ofStudy = { kind: 'rules', rules: [{ studyInstanceUid }] } as const;
    const [patient] = await archive.patients(tester, ofStudy, { limit: 1 });
    return [happening, patient?.patientKey] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}

/** Where the content of an image lies that is current, or the one that is not. */
async function keyOf({ parts: { catalog } }: OpenArchive, happening: Happening, current = true) {
  const [versions] = await catalog.lookup([imageOf(happening)]);
  const version = current ? versions!.current! : versions!.others[0]!;
  return (await catalog.locationsOf(version.itemId))[0]!.key;
}

const verifyAll = ({ archive }: OpenArchive) =>
  Array.fromAsync(
    archive.verify(tester, everything, { selectors: undefined, quick: true }, new AbortController().signal),
  );

async function happen(open: OpenArchive, clock: TickingClock): Promise<void> {
  const { archive, parts } = open;
  await new Modality(open, 'CT1', clock).send(happenings.map(imageOf));
  await parts.store.settleNow();
  await parts.store.remove(await keyOf(open, 'came again'));
  await verifyAll(open);
  await new Modality(open, 'CT2', clock).send([imageOf('came again')]);
  for (const happening of happenings)
    await archive.revise(tester, everything, imageOf(happening), edits[happening]);
  await archive.revise(tester, everything, imageOf('edited twice'), comment('edited twice'));
  await archive.revert(tester, everything, imageOf('taken back'));
  await parts.store.settleNow();
  await parts.store.remove(await keyOf(open, 'edit lost'));
  await parts.store.remove(await keyOf(open, 'original lost', false));
  await verifyAll(open);
}

describe.each(engines)('patients of edited images on $name', (engine) => {
  let home: ArchiveHome;
  let before: string[];
  beforeAll(async () => {
    home = await createArchiveHome(engine);
    const clock = new TickingClock();
    const open = await home.open(clock);
    await happen(open, clock);
    before = await everythingKnown(open);
    expect(await patientsOf(open)).toEqual(expected);
    await open.close();
  });
  afterAll(() => home.remove());

  it('are the same after a rebuild from files and records alone', async () => {
    await home.catalog.erase();
    const open = await home.open();
    expect(await rebuildAll(open)).toMatchObject({ failed: 0, lost: 2 });
    expect(await patientsOf(open)).toEqual(expected);
    expect(differences(before, await everythingKnown(open))).toEqual([]);
    await open.close();
  });

  it('are found by a rebuild where edits were made before they told of it', async () => {
    for (const { path } of storedFiles(home.data)) forgetDomain(path);
    await home.catalog.erase();
    const open = await home.open();
    await rebuildAll(open);
    expect(await patientsOf(open)).toEqual(expected);
    // And what is made of them tells again.
    await open.archive.revise(tester, everything, imageOf('edited twice'), comment('a third time'));
    expect(await patientsOf(open)).toEqual(expected);
    const bytes = readFileSync(join(home.data, await keyOf(open, 'edited twice')));
    const { meta } = parseFileHead(bytes, true) as FileHead;
    expect(readPrivateInformation(meta)).toMatchObject({ origin: { via: 'edit', domain: 'ae:CT1' } });
    await open.close();
  });
});

/** As an older program wrote the file of an edit. */
function forgetDomain(path: string): void {
  const bytes = readFileSync(path);
  const { meta } = parseFileHead(bytes, true) as FileHead;
  const { origin, ...information } = readPrivateInformation(meta)!;
  const { domain: _, ...older } = origin;
  const head = encodeHead({
    ...information,
    sopClassUid: meta.string(tags.MediaStorageSOPClassUID)!,
    sopInstanceUid: meta.string(tags.MediaStorageSOPInstanceUID)!,
    transferSyntaxUid: meta.string(tags.TransferSyntaxUID)!,
    origin: older,
  });
  writeFileSync(path, Buffer.concat([head, bytes.subarray(HEAD_LENGTH)]));
}
