import { expect, it } from 'vitest';
import { IsocenterError } from '../base/index.ts';
import { Dataset, tags } from '../dicom/index.ts';
import { EitherSource } from './either-source.ts';
import type { ImageSource } from './source.ts';

const answerOf = (text: string): Dataset => Dataset.of({ PatientID: text });

/** Answers these, and fails then if it is to. */
function sourceOf(opened: string[], name: string, answers: string[], error?: IsocenterError): ImageSource {
  return {
    ways: [{ name: name as 'C-GET', fetch: () => Promise.reject(new Error('not asked for')) }],
    openQueries: async () => {
      opened.push(name);
      return {
        async *find() {
          yield* answers.map(answerOf);
          if (error) throw error;
        },
        async [Symbol.asyncDispose]() {
          opened.push(`${name} closed`);
        },
      };
    },
  };
}

const noService = new IsocenterError('dicomweb/no-service', { url: 'https://pacs', status: 404 });

async function ask(web: string[], error: IsocenterError | undefined) {
  const opened: string[] = [];
  const either = new EitherSource(
    sourceOf(opened, 'WADO-RS', web, error),
    sourceOf(opened, 'C-GET', ['by DICOM']),
  );
  const found: (string | undefined)[] = [];
  const failure = await (async () => {
    await using queries = await either.openQueries('study');
    for (let times = 0; times < 2; times++)
      for await (const one of queries.find('study', new Dataset())) found.push(one.string(tags.PatientID));
  })().catch((thrown: unknown) => thrown);
  return { opened, found, failure };
}

it('asks the first, and the second not at all while that answers', async () => {
  expect(await ask(['by DICOMweb'], undefined)).toEqual({
    opened: ['WADO-RS', 'WADO-RS closed'],
    found: ['by DICOMweb', 'by DICOMweb'],
    failure: undefined,
  });
});

it('goes over to the second for good where the first has no such service', async () => {
  expect(await ask([], noService)).toEqual({
    opened: ['WADO-RS', 'WADO-RS closed', 'C-GET', 'C-GET closed'],
    found: ['by DICOM', 'by DICOM'],
    failure: undefined,
  });
});

it.each([
  ['it has answered already', ['by DICOMweb'], noService],
  ['it does not let us in', [], new IsocenterError('dicomweb/denied', { host: 'pacs', status: 401 })],
])('does not hide what the first fails with when %s', async (_, answers, error) => {
  expect(await ask(answers, error)).toMatchObject({ found: answers, failure: error });
});

it('fetches by the ways of both, those of the first before', () => {
  const either = new EitherSource(sourceOf([], 'WADO-RS', []), sourceOf([], 'C-GET', []));
  expect(either.ways.map(({ name }) => name)).toEqual(['WADO-RS', 'C-GET']);
});
