/** What the archive has that begins with what one types. Each is asked so that an index answers, however much there is. */
import type { FindRow, Somebody } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { textOf } from '../../api/rows.ts';

/** Of each kind. */
const offered = 5;

export interface Found {
  readonly people: readonly Somebody[];
  readonly studies: readonly FindRow[];
  readonly series: readonly FindRow[];
  readonly labels: readonly string[];
}

export async function foundFor(words: string, signal: AbortSignal): Promise<Found> {
  const [people, studies, described, byProtocol, labels] = await Promise.all([
    peopleFor(words, signal),
    api.find({ match: { StudyDescription: `${words}*` }, limit: offered }, { signal }),
    seriesBy('SeriesDescription', words, signal),
    seriesBy('ProtocolName', words, signal),
    api.labelNames({ beginning: words, limit: offered }, { signal }),
  ]);
  return {
    ...{ people, studies: studies.rows, labels: labels.names },
    series: onceEach([...described, ...byProtocol]).slice(0, offered),
  };
}

/** Who begins so; where nobody does, and it is no number or date, whose name has it anywhere, which takes longer. */
async function peopleFor(search: string, signal: AbortSignal): Promise<readonly Somebody[]> {
  const asked = { search, limit: offered };
  const { people } = await api.peopleList({ ...asked, where: 'beginning' }, { signal });
  if (people.length > 0 || /\d/.test(search)) return people;
  return (await api.peopleList(asked, { signal })).people;
}

type Named = 'SeriesDescription' | 'ProtocolName';

async function seriesBy(keyword: Named, words: string, signal: AbortSignal): Promise<readonly FindRow[]> {
  const include = ['SeriesDescription', 'ProtocolName', 'PatientName', 'StudyDate'];
  const asked = { level: 'series', match: { [keyword]: `${words}*` }, include, limit: offered } as const;
  return (await api.find(asked, { signal })).rows;
}

const onceEach = (rows: readonly FindRow[]): FindRow[] => [
  ...new Map(rows.map((row) => [textOf(row, 'SeriesInstanceUID'), row])).values(),
];
