import { z } from 'zod';
import { type ExtensionCall, extensionCall } from './extension.ts';

/** Conditions inside each other, and tests of one condition. */
const MAXIMUM_PARTS = 200;

const scalar = z.union([z.string().max(1_024), z.number(), z.boolean()]).transform(String);
const oneOf = z.union([scalar.transform((text) => [text]), z.array(scalar).min(1).max(10_000)]);

/** What a value has to be; all that is said has to be true. An element with several values fits when one of them does. */
export interface ValueTest {
  /** Equal to one of these, without regard to case; `*` and `?` stand for anything and for one character. */
  readonly is?: readonly string[] | undefined;
  /** A regular expression (RE2), found anywhere in the value. */
  readonly matches?: string | undefined;
  readonly atLeast?: number | undefined;
  readonly above?: number | undefined;
  readonly atMost?: number | undefined;
  readonly below?: number | undefined;
  /** Whether there is a value at all. */
  readonly exists?: boolean | undefined;
}

const valueTest: z.ZodType<ValueTest> = z.union([
  oneOf.transform((is) => ({ is })),
  z.strictObject({
    is: oneOf.optional(),
    matches: z.string().min(1).max(1_000).optional(),
    atLeast: z.number().optional(),
    above: z.number().optional(),
    atMost: z.number().optional(),
    below: z.number().optional(),
    exists: z.boolean().optional(),
  }),
]);

/** All that is said has to be true. */
export interface Condition {
  readonly all?: readonly Condition[] | undefined;
  readonly any?: readonly Condition[] | undefined;
  readonly not?: Condition | undefined;
  /** The study or its patient has one of these labels. */
  readonly label?: readonly string[] | undefined;
  /** An image of the study came from one of these: AE titles, names of nodes and accounts; `*` and `?` as above. */
  readonly from?: readonly string[] | undefined;
  /** It was sent to one of these AE titles of ours. */
  readonly to?: readonly string[] | undefined;
  /** An extension says so. */
  readonly extension?: ExtensionCall | undefined;
  /** By keyword, tag or path; see dicom/element-path.ts. */
  readonly elements: Readonly<Record<string, ValueTest>>;
}

export const condition: z.ZodType<Condition> = z.lazy(() =>
  z
    .object({
      all: z.array(condition).min(1).max(MAXIMUM_PARTS).optional(),
      any: z.array(condition).min(1).max(MAXIMUM_PARTS).optional(),
      not: condition.optional(),
      label: oneOf.optional(),
      from: oneOf.optional(),
      to: oneOf.optional(),
      extension: extensionCall.optional(),
    })
    .catchall(valueTest)
    .transform(({ all, any, not, label, from, to, extension, ...elements }) => ({
      all,
      any,
      not,
      label,
      from,
      to,
      extension,
      elements,
    })),
);
