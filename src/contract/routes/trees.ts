import { z } from 'zod';
import { treeContents, treeForm, treeName } from '../automation/tree.ts';
import { count, problem, progress, text, timestamp, trouble } from '../common.ts';
import type { Route } from '../route.ts';
import { automationFileState, mistake } from './automation.ts';
import { transferItem } from './transfer.ts';

const byName = z.object({ name: treeName });
const everything = { right: 'administer', everything: true } as const;

const maxUnconverted = 5;

export const listedTree = z.object({
  name: treeName,
  owner: z.string(),
  folder: z.string(),
  names: z.string(),
  contents: treeContents,
  form: treeForm,
  isOn: z.boolean(),
  /** new: not made yet; building: being looked at as a whole; current: everything that happened is in it; stopped: see `problem`. */
  state: z.enum(['new', 'building', 'current', 'stopped']),
  problem: problem.nullable(),
  files: count,
  /** Of these: of what is not in the archive any more, until their time is over. */
  leaving: count,
  /** Series that could not become volumes; they are tried again when they change, and when the tree is built. */
  unconverted: z.object({
    count,
    first: z
      .array(z.object({ studyInstanceUid: z.string(), seriesInstanceUid: z.string(), reason: problem }))
      .max(maxUnconverted),
  }),
});
export type ListedTree = z.output<typeof listedTree>;

export const treeSummary = z.object({
  studies: count,
  made: count,
  kept: count,
  /** Whose time of grace began. */
  leaving: count,
  removed: count,
  failed: count,
  bytes: count,
  seconds: z.number(),
  troubles: z.array(trouble),
  troublesLeftOut: count,
});
export type TreeSummary = z.output<typeof treeSummary>;

/** What is not as the tree made it. foreign: a file that somebody else made, which is left alone. */
export const treeFinding = z.object({
  kind: z.literal('finding'),
  problem: z.enum(['missing', 'changed', 'foreign']),
  path: z.string(),
});
export type TreeFinding = z.output<typeof treeFinding>;

export const treeRoutes = {
  treesList: {
    method: 'GET',
    path: '/api/trees',
    ...everything,
    summary: 'Live views of the archive as folders',
    result: z.object({ trees: z.array(listedTree) }),
  },
  treeChange: {
    method: 'PATCH',
    path: '/api/trees/:name',
    ...everything,
    summary: 'Make a tree in the automation file, or change what it says of one; comments in the file stay',
    params: byName,
    body: z.object({
      /** Words of the file and their values; null takes a word out. */
      change: z.record(z.string().max(64), z.unknown()),
      /** Of the file that was seen. */
      digest: z.string().max(64),
    }),
    result: automationFileState,
  },
  treeForget: {
    method: 'DELETE',
    path: '/api/trees/:name',
    ...everything,
    summary: 'Take a tree out of the automation file; its files stay where they are',
    params: byName,
    query: z.object({ digest: z.string().max(64) }),
    result: automationFileState,
  },
  treePreview: {
    method: 'POST',
    path: '/api/trees/preview',
    ...everything,
    summary: 'How files of a tree would be called, before there is one',
    body: z.object({
      /** A tree as the automation file has it. */
      tree: z.record(z.string(), z.unknown()),
      tables: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
      limit: z.int().min(1).max(1_000).default(20),
    }),
    result: z.object({
      problems: z.array(mistake),
      /** Of the newest studies, one image of each series. */
      files: z.array(
        z.object({ path: z.string(), studyInstanceUid: z.string(), seriesInstanceUid: z.string() }),
      ),
      /** Images looked at; those that are not among the files do not belong in the tree. */
      looked: count,
    }),
  },
  treeBuild: {
    method: 'POST',
    path: '/api/trees/:name/build',
    ...everything,
    summary: 'Look at all studies, and make what is missing in a tree',
    params: byName,
    body: z.object({
      /** Also when the folder is gone or another one: it is filled again. */
      anew: z.boolean().default(false),
    }),
    stream: 'ndjson',
    item: transferItem,
    result: treeSummary,
  },
  treeVerify: {
    method: 'POST',
    path: '/api/trees/:name/verify',
    ...everything,
    summary: 'Compare the files of a tree with what was made; nothing is changed',
    params: byName,
    stream: 'ndjson',
    item: z.discriminatedUnion('kind', [progress, treeFinding]),
    result: z.object({ checked: count, missing: count, changed: count, foreign: count, seconds: z.number() }),
  },
  treeClear: {
    method: 'POST',
    path: '/api/trees/:name/clear',
    ...everything,
    summary: 'Take away all files that a tree made; it has to be off',
    params: byName,
    result: z.object({ removed: count, left: count }),
  },
  treeWhich: {
    method: 'GET',
    path: '/api/trees/:name/which',
    ...everything,
    summary: 'Which image a file of a tree is, or of which series it was made',
    params: byName,
    query: z.object({
      /** Below the folder of the tree. */
      path: text.min(1),
    }),
    result: z.object({
      studyInstanceUid: z.string(),
      seriesInstanceUid: z.string(),
      /** null: the file is made of the whole series. */
      sopInstanceUid: z.string().nullable(),
      /** SHA-256 of the image. */
      digest: z.string().nullable(),
      /** Which dcm2niix made a volume, and its version. */
      convertedBy: z.string().nullable(),
      goneSince: timestamp.nullable(),
    }),
  },
} as const satisfies Record<string, Route>;
