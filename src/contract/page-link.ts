/** Links that extensions put onto pages: addresses elsewhere, with places for what is shown. */
import { z } from 'zod';

export const linkPages = ['study', 'series'] as const;
export type LinkPage = (typeof linkPages)[number];

/** What an address may have from a page. No identifiers of patients: what stands in an address goes to whoever it is of. */
export const linkPlaces: Readonly<Record<LinkPage, readonly string[]>> = {
  study: ['StudyInstanceUID'],
  series: ['StudyInstanceUID', 'SeriesInstanceUID'],
};

const PLACE = /\{([^{}]*)\}/g;

/** The address with values in its places, each percent-encoded. Throws a TypeError for a place without a value. */
export function filledAddress(href: string, values: Readonly<Record<string, string>>): string {
  return href.replace(PLACE, (_, place: string) => {
    if (!Object.hasOwn(values, place)) throw new TypeError(`{${place}} has no value`);
    return encodeURIComponent(values[place]!);
  });
}

/** What is wrong with an address; undefined when it can be used. */
function wrongWith(page: LinkPage, href: string): string | undefined {
  const allowed = linkPlaces[page];
  const places = [...href.matchAll(PLACE)].map(([, place]) => place!);
  const other = places.find((place) => !allowed.includes(place));
  if (other !== undefined)
    return `{${other}} is none of ${allowed.map((place) => `{${place}}`).join(', ')}, which there are for a ${page}`;
  const [one, two] = ['1', '2'].map((value) =>
    URL.parse(filledAddress(href, Object.fromEntries(allowed.map((place) => [place, value])))),
  );
  if (!one || !two || !['http:', 'https:'].includes(one.protocol))
    return 'it is no address that begins with http:// or https://';
  if (one.username !== '' || one.password !== '') return 'it names a user or a password';
  if (one.origin !== two.origin) return 'its host depends on what is shown';
  return undefined;
}

export const pageLink = z
  .object({
    page: z.enum(linkPages),
    title: z
      .string()
      .min(1)
      .max(60)
      .regex(/^[^\p{Cc}]+$/u, 'a title of a link has control characters'),
    href: z.string().min(1).max(2_048),
  })
  .superRefine(({ page, title, href }, context) => {
    const wrong = wrongWith(page, href);
    if (wrong !== undefined)
      context.addIssue({ code: 'custom', path: ['href'], message: `the link "${title}": ${wrong}` });
  });
export type PageLink = z.output<typeof pageLink>;
