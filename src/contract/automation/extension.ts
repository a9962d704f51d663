import { z } from 'zod';
import { wrong } from './wrong.ts';

/** `series-log.append`: the name of a file or folder in `extensions/`, and of what it offers. */
const offeredName = z.stringFormat(
  'offer',
  /^[a-z0-9][a-z0-9_-]{0,63}\.[A-Za-z][A-Za-z0-9_-]{0,63}$/,
  'is no extension and what it offers, such as series-log.append',
);
const MAXIMUM_WITH = 64 * 1024;

/** Something that an extension offers, with what it is given. */
export const extensionCall = z.union([
  offeredName.transform((name) => ({ name, with: {} as Record<string, unknown> })),
  z.strictObject({
    name: offeredName,
    with: z
      .record(z.string().max(128), z.unknown())
      .refine(
        (given) => JSON.stringify(given).length <= MAXIMUM_WITH,
        wrong('plan/too-long', { maximum: MAXIMUM_WITH }),
      )
      .default({}),
  }),
]);
export type ExtensionCall = z.output<typeof extensionCall>;

/** What an extension may use. */
export const extensionSettings = z.strictObject({
  /** Files and folders that it may read, beside its own. */
  read: z
    .array(z.stringFormat('absolute-path', /^(\/|[A-Za-z]:)/, 'is no absolute path').max(1_024))
    .max(100)
    .default([]),
  /** Longest time that one action may take. */
  seconds: z.number().min(1).max(86_400).default(60),
  /** Of memory for its objects. */
  megabytes: z.int().min(16).max(65_536).default(256),
  on: z.boolean().default(true),
});
export type ExtensionSettings = z.output<typeof extensionSettings>;

export const defaultExtensionSettings: ExtensionSettings = extensionSettings.parse({});
