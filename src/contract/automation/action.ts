import { z } from 'zod';
import { text } from '../common.ts';
import { conversionOptions, defaultNiftiTemplate } from '../routes/nifti.ts';
import { extensionCall } from './extension.ts';
import { notifyTarget } from './notify.ts';
import { wrong } from './wrong.ts';

const labelName = z.string().min(1).max(128);
const MAXIMUM_ELEMENTS = 50;
const MAXIMUM_ARGUMENTS = 100;

/** What an element is to be: a text (several values with a backslash between them), nothing, or what another element says. */
export const newValue = z.union([
  z.string().max(1_024),
  z.number().transform(String),
  z.null(),
  z.strictObject({
    from: z.string().min(1).max(256),
    /** Looked up in this table of the file; without an entry, and without one for `*`, nothing is changed. */
    table: text.max(64).optional(),
  }),
]);
export type NewValue = z.output<typeof newValue>;

const nifti = z.union([
  z.literal('keep').transform(() => ({ options: conversionOptions.parse({}) })),
  z
    .strictObject({
      /** Absolute path, below one of the folders that the settings allow; without it they are kept in the archive. */
      folder: z.string().min(2).max(1_024).optional(),
      /** The folder is a BIDS dataset, and names are those of BIDS. */
      bids: z.boolean().default(false),
      names: text.min(1).default(defaultNiftiTemplate),
      options: conversionOptions.prefault({}),
    })
    .refine(({ folder, bids }) => !bids || folder !== undefined, wrong('plan/bids-folder'))
    .refine(({ options, bids }) => !bids || options.sidecar !== 'none', wrong('plan/bids-sidecars')),
]);

const program = z.strictObject({
  /** The program by its absolute path, and its arguments; what stands in braces is filled in. There is no shell. */
  run: z
    .array(z.string().max(4_096))
    .min(1)
    .max(MAXIMUM_ARGUMENTS)
    .refine(([name = '']) => name.startsWith('/'), { ...wrong('plan/no-absolute-path'), path: [0] }),
  seconds: z.number().min(1).max(86_400).default(600),
  megabytes: z.number().min(16).max(1_048_576).default(2_048),
  /** Of the whole environment. */
  environment: z
    .record(z.stringFormat('variable', /^[A-Z_][A-Z0-9_]*$/i, 'is no name of a variable'), text)
    .default({}),
  /** Whether doing it twice does no harm: then it is repeated when nobody knows how far it came. */
  repeatable: z.boolean().default(false),
});
export type ProgramDefinition = z.output<typeof program>;

/**
 * In arguments `{study}` and `{rule}` are filled in, `{files}` is the path of a folder with the images, `{manifest}` that of a file
 * that says what it works on. Both are gone when the program has ended.
 */
export const commandDefinition = program;

/**
 * A folder is made and stays: `images`, `manifest.json` and, where there is a script, `script`. In arguments `{folder}`, `{manifest}`
 * and `{script}` are their paths; `{study}` and `{rule}` are filled in.
 */
export const submissionDefinition = program
  .extend({
    /** Which the cluster sees too: absolute, below one of the folders that the settings allow. */
    folder: z.string().min(2).max(1_024),
    /** What the cluster is to run, `#!` and all. */
    script: z.string().min(1).max(65_536).optional(),
  })
  .refine(
    ({ run, script }) => script !== undefined || !run.some((argument) => argument.includes('{script}')),
    wrong('plan/no-script'),
  );

const webhook = z.union([
  z
    .url()
    .max(2_048)
    .transform((url) => ({ url, repeatable: true })),
  z.strictObject({ url: z.url().max(2_048), repeatable: z.boolean().default(true) }),
]);

const notify = z
  .strictObject({
    ...notifyTarget,
    /** `{rule}`, `{study}`, `{series}` (their number) are filled in; it says nothing of the patient. */
    text: text.min(1).max(1_000).default('{rule}: {series} series'),
  })
  .refine(
    ({ url, mail }) => (url === undefined) !== (mail === undefined),
    wrong('plan/one-of', { words: 'url, mail' }),
  );

const parts = {
  /** Set on the study. */
  label: labelName,
  /** Taken off the study. */
  unlabel: labelName,
  /** Nobody and no rule removes the study; this is why. */
  protect: text.min(1).max(200),
  /** Name of a node. */
  send: z.string().min(1).max(64),
  nifti,
  /** Attributes of the images, by keyword or path: an edit, the content before is kept. */
  set: z
    .record(z.string().min(1).max(256), newValue)
    .refine((all) => Object.keys(all).length > 0, wrong('plan/empty'))
    .refine(
      (all) => Object.keys(all).length <= MAXIMUM_ELEMENTS,
      wrong('plan/too-many', { maximum: MAXIMUM_ELEMENTS }),
    ),
  command: commandDefinition,
  submit: submissionDefinition,
  webhook,
  notify,
  /** What an extension offers. */
  extension: extensionCall,
};

export type ActionName = keyof typeof parts;
export const actionNames = Object.keys(parts) as [ActionName, ...ActionName[]];

/** One thing that a rule does; it is called by the one word that stands in it. */
export const action = z
  .strictObject(
    Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.optional()])) as {
      [Name in ActionName]: z.ZodOptional<(typeof parts)[Name]>;
    },
  )
  .refine(
    (one) => Object.values(one).filter((value) => value !== undefined).length === 1,
    wrong('plan/one-of', { words: Object.keys(parts).join(', ') }),
  );
export type ActionDefinition = z.output<typeof action>;
export type CommandDefinition = z.output<typeof commandDefinition>;
export type SubmissionDefinition = z.output<typeof submissionDefinition>;
