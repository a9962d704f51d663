/** What is said in a report, in the words of who reads it. */
import { day, hour } from '../../../format/dates.ts';
import { personName } from '../../../format/person-name.ts';
import type { ContentValue } from './content-item.ts';

/** Empty where there is nothing to say. */
export function textOfValue(value: ContentValue): string {
  switch (value.kind) {
    case 'text':
    case 'code':
    case 'uid':
    case 'unknown':
      return value.text;
    case 'number':
      return [value.text, value.unit, value.qualifier && `(${value.qualifier})`].filter(Boolean).join(' ');
    case 'person':
      return personName(value.text);
    case 'date':
      return day(value.text);
    case 'time':
      return hour(value.text);
    case 'dateTime':
      return dateTime(value.text);
    case 'image':
    case 'object':
      return value.sopInstanceUid;
    case 'coordinates':
      return value.shape;
    case 'container':
    case 'reference':
      return '';
    default:
      return value satisfies never;
  }
}

/** A DT (PS3.5 Table 6.2-1), on the clock that it was written by. */
export const dateTime = (dt: string): string => `${day(dt.slice(0, 8))} ${hour(dt.slice(8))}`.trim();
