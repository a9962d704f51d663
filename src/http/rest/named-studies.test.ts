import { expect, it } from 'vitest';
import { api, type RequestFor, type Route, type RouteName } from '../../contract/index.ts';
import { studiesNamedBy } from './named-studies.ts';

const study = '1.2.840.99';
/** Whatever a request names a study by. */
const values: Readonly<Record<string, unknown>> = {
  study,
  studyInstanceUid: study,
  studies: [study],
  selection: { studies: [study] },
  match: { StudyInstanceUID: study },
  scope: { kind: 'rules', rules: [{ collection: 'lab' }, { studyInstanceUid: study }] },
  target: 'study',
  uid: study,
};
/** A uid alone is of a series, an instance or a person. */
const telling = Object.keys(values).filter((name) => name !== 'uid');

const keysOf = ({ params, query, body }: Route): string[] =>
  [params, query, body].flatMap((schema) => Object.keys(schema?.shape ?? {}));

const rows = (Object.entries(api) as [RouteName, Route][]).filter(([, route]) =>
  keysOf(route).some((key) => telling.includes(key)),
);

it.each(rows)('%s names the study that it is about', (name, route) => {
  const target = name === 'nodeGet' || name === 'nodeMove' ? { studies: [study] } : 'study';
  const request = Object.fromEntries(keysOf(route).map((key) => [key, { ...values, target }[key]]));
  expect(studiesNamedBy(name, request as RequestFor<typeof name>)).toEqual([study]);
});

it('names all of a list, by keyword or tag, and nothing that is no UID', () => {
  const query = (match: Record<string, string>) => ({ query: { level: 'study' as const, match } });
  const named = (selection: RequestFor<'send'>['selection']) =>
    studiesNamedBy('send', { selection, node: 'x' });
  expect(named({ studies: ['1.2'], ...query({ StudyInstanceUID: '1.3\\1.4' }) })).toEqual([
    '1.2',
    '1.3',
    '1.4',
  ]);
  expect(named(query({ '0020000D': '1.5' }))).toEqual(['1.5']);
  expect(named(query({ PatientName: 'Müller' }))).toEqual([]);
  expect(studiesNamedBy('labelsList', { target: 'study', uid: 'Müller' })).toEqual([]);
  expect(studiesNamedBy('labelsList', { target: 'series', uid: '1.2' })).toEqual([]);
  expect(studiesNamedBy('expectedEnd', { uid: '1.2' })).toEqual(['1.2']);
  expect(studiesNamedBy('health', {})).toEqual([]);
});
