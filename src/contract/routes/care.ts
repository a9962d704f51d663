import { z } from 'zod';
import { type CheckName, checkNames, type FindingCode, findingRegister } from '../checks.ts';
import { count, problem, progress, selection, timestamp, trouble, troubleItem } from '../common.ts';
import type { Route } from '../route.ts';
import { transferItem } from './transfer.ts';

/** What is wrong with one stored item. `key` is its place in the data directory. */
export const finding = z.object({
  kind: z.literal('finding'),
  /**
   * missing: no bytes; rotten: other hash; swapped: another instance's bytes; extra: bytes the catalog does not know;
   * copy: a second file with the bytes of an item that has its own.
   */
  problem: z.enum(['missing', 'rotten', 'swapped', 'extra', 'copy']),
  key: z.string(),
  sopInstanceUid: z.string().optional(),
  /** What was done: nothing is ever deleted. */
  action: z.enum(['none', 'quarantined', 'taken in', 'found again']),
  /** Where damaged or swapped bytes lie in quarantine. */
  quarantined: z.string().optional(),
  /** Lost since then, as an earlier run found. */
  since: timestamp.optional(),
});
export type Finding = z.output<typeof finding>;

export const verifyItem = z.discriminatedUnion('kind', [progress, finding]);
export type VerifyItem = z.output<typeof verifyItem>;

export const verifySummary = z.object({
  checked: count,
  bytes: count,
  missing: count,
  rotten: count,
  swapped: count,
  extra: count,
  copy: count,
  /** Of these: moved to quarantine by this run. */
  quarantined: count,
  /** Lost before, and there again. */
  foundAgain: count,
  seconds: z.number(),
});
export type VerifySummary = z.output<typeof verifySummary>;

export const rebuildSummary = z.object({
  /** Read again; 0 when only parameters were filled in. */
  instances: count,
  studies: count,
  /** Whose parameters were filled in. */
  series: count,
  files: count,
  records: count,
  /** Items that are known and whose bytes are lost. */
  lost: count,
  failed: count,
  troubles: z.array(trouble),
  seconds: z.number(),
});
export type RebuildSummary = z.output<typeof rebuildSummary>;

/** In English. */
const checkWords = z.object({
  name: z.string(),
  status: z.enum(['ok', 'warning', 'problem']),
  message: z.string(),
  /** What to do; empty when ok. */
  hint: z.string(),
});
export type CheckWords = z.output<typeof checkWords>;

/** The same as what the words are of, so that it can be said in another language, too: see checks.ts. */
export const check = checkWords.extend({
  check: z.enum(Object.keys(checkNames) as CheckName[]),
  finding: z.enum(Object.keys(findingRegister) as FindingCode[]),
  params: problem.shape.params,
  /** The error that is filled in as the reason, where it is one. */
  cause: problem.optional(),
});
export type Check = z.output<typeof check>;

export const demoSummary = z.object({
  patients: count,
  studies: count,
  instances: count,
  seconds: z.number(),
});
export type DemoSummary = z.output<typeof demoSummary>;

export const careRoutes = {
  verify: {
    method: 'POST',
    path: '/api/verify',
    right: 'administer',
    summary: 'Read everything again and compare with its hash',
    body: z.object({
      /** Everything when left out. */
      selection: selection.optional(),
      /** Only whether the files are there, with the right size. */
      quick: z.boolean().default(false),
    }),
    stream: 'ndjson',
    item: verifyItem,
    result: verifySummary,
  },
  rebuild: {
    method: 'POST',
    path: '/api/rebuild',
    right: 'administer',
    summary: 'Build the catalog again from the files',
    body: z.object({
      /** Only the typed series parameters, in the catalog that is there. */
      parametersOnly: z.boolean().default(false),
    }),
    stream: 'ndjson',
    item: z.discriminatedUnion('kind', [progress, troubleItem]),
    result: rebuildSummary,
  },
  doctor: {
    method: 'GET',
    path: '/api/doctor',
    right: 'administer',
    summary: 'Check configuration, disk, catalog and ports',
    result: z.object({ checks: z.array(check) }),
  },
  demo: {
    method: 'POST',
    path: '/api/demo',
    right: 'administer',
    summary: 'Add a small synthetic history of one patient',
    stream: 'ndjson',
    item: transferItem,
    result: demoSummary,
  },
} as const satisfies Record<string, Route>;
