/** What a download is called: by what is in it, as people look for it in a folder. */
import { useQuery } from '@tanstack/react-query';
import type { FindRow } from '../../../../src/contract/index.ts';
import { textOf } from '../../api/rows.ts';
import { study as studyQuery } from '../../api/studies.ts';
import { personName } from '../../format/person-name.ts';
import type { Given } from '../given.ts';

/** Of several people, no name. */
const anonymous = 'images';
/** As long as the API takes it. */
const longest = 120;

export function useFileName({ studies, somebody }: Given): string {
  const [only = '', ...others] = studies;
  const isOne = only !== '' && others.length === 0;
  const { data } = useQuery({ ...studyQuery(only), enabled: isOne });
  if (isOne && data) return shortened(nameOfStudy(data));
  return shortened(somebody ? personName(somebody.name ?? '') : '');
}

function nameOfStudy(row: FindRow): string {
  const words = [
    personName(textOf(row, 'PatientName')),
    textOf(row, 'StudyDate'),
    textOf(row, 'StudyDescription'),
  ];
  return words.filter((word) => word !== '').join(' ');
}

/** Without what file systems refuse. */
function shortened(name: string): string {
  const safe = name
    .replace(/[<>:"/\\|?*]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return safe.slice(0, longest) || anonymous;
}
