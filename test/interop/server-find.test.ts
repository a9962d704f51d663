/** C-FIND as findscu asks it: both models, all levels, every kind of matching, character sets, cancel. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dataset, parseDataset, type Tag, tags } from '../../src/dicom/index.ts';
import { type ClientAssociation, connect, encodeQueryOptions } from '../../src/dimse/index.ts';
import { type ArchiveHome, createArchiveHome } from '../support/archive-home.ts';
import { corpus, corpusInstance } from '../support/corpus.ts';
import { hasDcmtk, storescu } from '../support/dcmtk.ts';
import { engines } from '../support/engines.ts';
import { foundByFindscu } from '../support/found-by-findscu.ts';
import type { IsocenterServer } from '../support/server.ts';
import { describeWithPeer } from '../support/skip.ts';

const STUDY_ROOT_FIND = '1.2.840.10008.5.1.4.1.2.2.1';

interface Person {
  readonly id: string;
  readonly name: string;
  readonly charset: string | readonly string[];
}

/** One study each, on days of June 2015. */
const people: readonly Person[] = [
  { id: 'DE1', name: 'Müller^Jörg', charset: 'ISO_IR 100' },
  { id: 'DE2', name: 'MULLER^JORG', charset: 'ISO_IR 6' },
  { id: 'JP1', name: 'Yamada^Tarou=山田^太郎=やまだ^たろう', charset: ['', 'ISO 2022 IR 87'] },
  { id: 'PL1', name: 'Łukasz^Żaneta', charset: 'ISO_IR 192' },
  { id: 'RU1', name: 'Люкceмбypг', charset: 'ISO_IR 144' },
];

/** The corpus speaks German, which not every character set can hold. */
const plainText = {
  InstitutionName: 'Hospital',
  InstitutionAddress: 'Ring',
  ReferringPhysicianName: 'Ada^B',
  StudyDescription: 'Head',
};

const instances = [
  ...corpus({ kind: 'tiny', studies: 3, seriesPerStudy: 2, instancesPerSeries: 2, seed: 60 }),
  ...people.map(({ id, name, charset }, index) =>
    corpusInstance(
      {
        kind: 'tiny',
        studies: people.length,
        instancesPerSeries: 1,
        seed: 61,
        override: () => ({
          SpecificCharacterSet: charset,
          PatientID: id,
          PatientName: name,
          StudyDate: `2015060${index + 1}`,
          StudyTime: `1${index}3000`,
          ...(charset === 'ISO_IR 100' ? {} : plainText),
        }),
      },
      { study: index, series: 0, instance: 0 },
    ),
  ),
];

describeWithPeer('findscu', hasDcmtk, () => {
  describe.each(engines)('on $name', (engine) => {
    let home: ArchiveHome;
    let server: IsocenterServer;

    beforeAll(async () => {
      home = await createArchiveHome(engine);
      server = await home.start();
      const paths = instances.map((instance, index) => {
        const path = home.directory.join(`${index}.dcm`);
        writeFileSync(path, instance.encode());
        return path;
      });
      expect((await storescu(server.peer, paths)).code).toBe(0);
    });
    afterAll(async () => {
      await server?.stop();
      await home?.remove();
    });

    async function find(keys: readonly string[], args?: readonly string[]) {
      const answer = await foundByFindscu(server.peer, home.directory, keys, args);
      expect(answer.output.code, answer.output.stderr).toBe(0);
      return answer.matches;
    }
    const values = (matches: readonly Dataset[], tag: Tag) =>
      matches.map((match) => match.string(tag) ?? '').sort();
    const patientIds = async (...keys: string[]) =>
      values(
        await find(['QueryRetrieveLevel=STUDY', 'PatientID', 'StudyInstanceUID', ...keys]),
        tags.PatientID,
      );

    const [first, second] = instances;
    const above = {
      study: `StudyInstanceUID=${first!.studyInstanceUid}`,
      series: `SeriesInstanceUID=${first!.seriesInstanceUid}`,
    };

    it.each([
      [
        'study root, studies',
        ['-S'],
        ['QueryRetrieveLevel=STUDY', 'StudyInstanceUID'],
        tags.StudyInstanceUID,
        3 + people.length,
      ],
      [
        'study root, series',
        ['-S'],
        ['QueryRetrieveLevel=SERIES', above.study, 'SeriesInstanceUID'],
        tags.SeriesInstanceUID,
        2,
      ],
      [
        'study root, images',
        ['-S'],
        ['QueryRetrieveLevel=IMAGE', above.study, above.series, 'SOPInstanceUID'],
        tags.SOPInstanceUID,
        2,
      ],
      [
        'patient root, patients',
        ['-P'],
        ['QueryRetrieveLevel=PATIENT', 'PatientID'],
        tags.PatientID,
        3 + people.length,
      ],
      [
        'patient root, studies',
        ['-P'],
        ['QueryRetrieveLevel=STUDY', 'PatientID=JP1', 'StudyInstanceUID'],
        tags.StudyInstanceUID,
        1,
      ],
      [
        'patient root, series',
        ['-P'],
        ['QueryRetrieveLevel=SERIES', `PatientID=${first!.patientId}`, above.study, 'SeriesInstanceUID'],
        tags.SeriesInstanceUID,
        2,
      ],
      [
        'patient root, images',
        ['-P'],
        [
          'QueryRetrieveLevel=IMAGE',
          `PatientID=${first!.patientId}`,
          above.study,
          above.series,
          'SOPInstanceUID',
        ],
        tags.SOPInstanceUID,
        2,
      ],
    ] as const)('%s', async (_, args, keys, unique, count) => {
      const found = values(await find(keys, args), unique);
      expect(new Set(found).size).toBe(count);
      expect(found).toHaveLength(count);
    });

    it.each([
      ['wildcards', ['PatientID=?E*'], ['DE1', 'DE2']],
      ['a date', ['StudyDate=20150603'], ['JP1']],
      ['a range of dates', ['StudyDate=20150602-20150604'], ['DE2', 'JP1', 'PL1']],
      [
        'a range of dates without an end, and a pattern',
        ['StudyDate=20150604-', 'PatientID=*1'],
        ['PL1', 'RU1'],
      ],
      ['a range of times', ['StudyDate=20150601-20150630', 'StudyTime=1100-1200'], ['DE2']],
      ['a name, whatever its case and accents', ['PatientName=muller^jorg'], ['DE1', 'DE2']],
      ['the beginning of a name', ['PatientName=MÜL*'], ['DE1', 'DE2']],
      ['ideographs', ['PatientName=*山田*'], ['JP1']],
      ['nothing there', ['PatientID=NOBODY'], []],
    ] as const)('matches %s', async (_, keys, expected) => {
      const charset = 'SpecificCharacterSet=ISO_IR 192';
      expect(await patientIds(charset, ...keys)).toEqual(expected);
    });

    it('matches a list of UIDs', async () => {
      const [a, b] = [instances[0]!.studyInstanceUid, instances[4]!.studyInstanceUid];
      const found = await find(['QueryRetrieveLevel=STUDY', `StudyInstanceUID=${a}\\${b}\\1.2.3`]);
      expect(values(found, tags.StudyInstanceUID)).toEqual([a, b].sort());
    });

    it('answers names in UTF-8, and says so', async () => {
      const found = await find([
        'QueryRetrieveLevel=STUDY',
        'PatientID',
        'PatientName',
        'StudyDate=20150601-20150630',
      ]);
      const names = Object.fromEntries(
        found.map((each) => [each.string(tags.PatientID), each.string(tags.PatientName)]),
      );
      expect(names).toEqual(Object.fromEntries(people.map(({ id, name }) => [id, name])));
      const charsets = found.map((each) => [
        each.string(tags.PatientID),
        each.string(tags.SpecificCharacterSet),
      ]);
      expect(Object.fromEntries(charsets)).toMatchObject({
        DE1: 'ISO_IR 192',
        JP1: 'ISO_IR 192',
        DE2: undefined,
      });
    });

    it('counts, and tells modalities and where to retrieve', async () => {
      const keys = [
        'ModalitiesInStudy',
        'NumberOfStudyRelatedSeries',
        'NumberOfStudyRelatedInstances',
        'InstanceAvailability',
      ];
      const [study] = await find(['QueryRetrieveLevel=STUDY', above.study, ...keys]);
      expect(study?.strings(tags.ModalitiesInStudy)).toEqual(['MR']);
      expect(study?.number(tags.NumberOfStudyRelatedSeries)).toBe(2);
      expect(study?.number(tags.NumberOfStudyRelatedInstances)).toBe(4);
      expect(study?.string(tags.InstanceAvailability)).toBe('ONLINE');
      expect(study?.string(tags.RetrieveAETitle)).toBe('ISOCENTER');
      expect(study?.string(tags.QueryRetrieveLevel)).toBe('STUDY');
    });

    it.each([
      ['a level that the model does not have', ['-S'], ['QueryRetrieveLevel=PATIENT', 'PatientID']],
      ['no level', ['-S'], ['PatientID']],
      ['a key that is missing above the level', ['-S'], ['QueryRetrieveLevel=SERIES', 'SeriesInstanceUID']],
      ['a date that is none', ['-S'], ['QueryRetrieveLevel=STUDY', 'StudyDate=yesterday']],
    ] as const)('refuses %s with A900', async (_, args, keys) => {
      const { output, matches } = await foundByFindscu(server.peer, home.directory, keys, args);
      expect(matches).toEqual([]);
      expect(output.stdout + output.stderr).toMatch(/DataSetDoesNotMatchSOPClass|0xa900/i);
    });

    it('stops when findscu cancels', async () => {
      const keys = ['QueryRetrieveLevel=STUDY', 'StudyInstanceUID'];
      const { output } = await foundByFindscu(server.peer, home.directory, keys, ['-S', '--cancel', '2']);
      expect(output.code).toBe(0);
      expect(output.stdout + output.stderr).toMatch(/Final Find Response \((Cancel|Success)/);
    });

    async function open(information: Uint8Array = new Uint8Array(0)): Promise<ClientAssociation> {
      const { port, aet } = server.peer;
      return await connect({
        host: '127.0.0.1',
        port,
        calledAeTitle: aet,
        callingAeTitle: 'RELATIONAL',
        contexts: [{ abstractSyntax: STUDY_ROOT_FIND, transferSyntaxes: ['1.2.840.10008.1.2'] }],
        extendedNegotiations: [{ sopClassUid: STUDY_ROOT_FIND, information }],
      });
    }

    it('asks across levels when that was negotiated, and only then', async () => {
      const identifier = Dataset.of({
        QueryRetrieveLevel: 'IMAGE',
        PatientID: '',
        SOPInstanceUID: second!.sopInstanceUid,
      });
      const relational = await open(encodeQueryOptions({ relationalQueries: true }));
      const found = await Array.fromAsync(relational.find({ sopClassUid: STUDY_ROOT_FIND, identifier }));
      await relational.release();
      const answers = found.map((match) => parseDataset(match.identifier, match.transferSyntaxUid));
      expect(answers.map((each) => each.string(tags.PatientID))).toEqual([second!.patientId]);

      const plain = await open();
      const refused = await plain.find({ sopClassUid: STUDY_ROOT_FIND, identifier }).next();
      await plain.release();
      expect(refused).toMatchObject({ done: true, value: { status: 0xa900 } });
    });
  });
});
