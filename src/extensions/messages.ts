/** What the server and the process of an extension say to each other: lines of JSON, one call at a time. */
import { z } from 'zod';
import { pageLink } from '../contract/index.ts';
import { LONGEST_REASON, MAXIMUM_LINKS } from './limits.ts';

const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'is no name: letters, digits, dash and underscore');
const about = z.string().max(200).default('');
const elements = z.array(z.string().min(1).max(256)).max(100).default([]);
const reason = z.string().transform((text) => text.slice(0, LONGEST_REASON));
const MAXIMUM_OFFERS = 100;

const offers = <Offer extends z.ZodType>(offer: Offer, most = MAXIMUM_OFFERS) =>
  z
    .record(name, offer)
    .refine((all) => Object.keys(all).length <= most, `are more than ${most}`)
    .default({});

/** What an extension says of itself. */
export const description = z.object({
  about,
  conditions: offers(z.object({ about, elements })),
  actions: offers(
    z.object({ about, elements, files: z.boolean().default(false), repeatable: z.boolean().default(false) }),
  ),
  names: offers(z.object({ about, elements })),
  routes: offers(z.object({ about })),
  links: offers(pageLink, MAXIMUM_LINKS),
});
export type Description = z.output<typeof description>;
/** As it says it: what is the default is left out. */
export type Described = z.input<typeof description>;

const labels = z
  .union([z.string().transform((one) => [one]), z.array(z.string())])
  .pipe(z.array(z.string().min(1).max(128)).max(50))
  .default([]);

/** See sdk/given.ts. */
export const outcome = z.strictObject({
  set: z
    .record(
      z.string().min(1).max(256),
      z.union([z.string().max(1_024), z.number().transform(String), z.null()]),
    )
    .default({}),
  label: labels,
  unlabel: labels,
  note: z.string().max(4_000).default(''),
});
export type ActionOutcome = z.output<typeof outcome>;

/** From the process. */
export const reply = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), description }),
  z.object({ kind: z.literal('done'), result: z.unknown() }),
  z.object({ kind: z.literal('failed'), reason, isLater: z.boolean().default(false) }),
  z.object({ kind: z.literal('images'), elements, after: z.number().int().min(0) }),
]);
export type Reply = z.output<typeof reply>;
/** As the process says it. */
export type Said =
  | { readonly kind: 'ready'; readonly description: Described }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly reason: string; readonly isLater?: boolean }
  | { readonly kind: 'images'; readonly elements: readonly string[]; readonly after: number };

export interface GivenSeries {
  readonly seriesInstanceUid: string;
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly images: number;
  readonly content: string;
}

/** What an action works on; the rest of `Work` is made where it runs. */
export interface GivenWork {
  readonly id: string;
  readonly rule: string;
  readonly studyInstanceUid: string;
  readonly series: readonly GivenSeries[];
  readonly with: Readonly<Record<string, unknown>>;
  readonly files: readonly string[];
}

export interface GivenQuestion {
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly with: Readonly<Record<string, unknown>>;
}

/** Longest part of a name, characters; a name of a file is cut to far less. */
const LONGEST_PART = 1_000;

/** What a function for names answers: see sdk/extension.ts. Nothing is ''. */
export const namePart = z.union([
  z.string().max(LONGEST_PART),
  z.number().transform(String),
  z.null().transform(() => ''),
]);

export interface GivenRequest {
  readonly body: Readonly<Record<string, unknown>>;
  readonly caller: string;
}

export interface GivenImage {
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly values: Readonly<Record<string, readonly string[]>>;
}

export interface ImagePage {
  readonly images: readonly GivenImage[];
  readonly hasMore: boolean;
}

/** To the process. */
export type Call =
  | { readonly kind: 'ask'; readonly name: string; readonly question: GivenQuestion }
  | {
      readonly kind: 'name';
      readonly name: string;
      readonly question: Pick<GivenQuestion, 'values'>;
    }
  | { readonly kind: 'answer'; readonly name: string; readonly request: GivenRequest }
  | { readonly kind: 'act'; readonly name: string; readonly work: GivenWork }
  | { readonly kind: 'images'; readonly page: ImagePage };
