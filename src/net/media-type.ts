/** Media types and Accept headers (RFC 9110 8.3, 12.5.1), as DICOM web services use them (PS3.18 8.7). */
import { type ListMember, readList, readMember, weightOf } from './header-list.ts';

/** The name is `multipart/related`, `image/*`. */
export type MediaType = ListMember;

export interface MediaRange extends MediaType {
  /** 0: what it covers is not wanted, also where a wider range covers it. */
  readonly weight: number;
}

/** Reads one media type. Undefined where it is none. */
export function parseMediaType(text: string): MediaType | undefined {
  const member = readMember(text);
  return isMediaType(member) ? member : undefined;
}

/** All ranges, the most wanted first. An absent or empty header accepts everything. */
export function parseAccept(header: string | undefined): readonly MediaRange[] {
  const ranges = readList(header).filter(isMediaType);
  if (ranges.length === 0) return [anything];
  return ranges.map((range) => ({ ...range, weight: weightOf(range) })).sort((a, b) => b.weight - a.weight);
}

const anything: MediaRange = { name: '*/*', parameters: new Map(), weight: 1 };

const isMediaType = ({ name }: ListMember): boolean => /^[^\s/;,"]{1,127}\/[^\s/;,"]{1,127}$/.test(name);
