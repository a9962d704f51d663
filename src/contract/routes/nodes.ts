import { z } from 'zod';
import { aeTitle, count, port, text, uid, uidList } from '../common.ts';
import type { Route } from '../route.ts';
import { findRequest, findResult } from './find.ts';
import { fetchSummary, sendSummary, transferItem } from './transfer.ts';

export const nodeName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'is not a node name (letters, digits, . _ -)');

/** What a node may ask of us. */
export const nodeRights = z.strictObject({
  store: z.boolean(),
  find: z.boolean(),
  /** C-GET, and C-MOVE to nodes that are registered. */
  retrieve: z.boolean(),
  commit: z.boolean(),
});
export type NodeRights = z.output<typeof nodeRights>;

/** Where a node offers DICOMweb. */
const webService = z.strictObject({
  /** What stands in front of `/studies`. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .refine((text) => {
      const url = URL.parse(text);
      return url !== null && url.search + url.hash + url.username + url.password === '';
    }, 'has more than scheme, host, port and path'),
  /** With a user the secret of the node is a password, without one a bearer token. */
  user: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[^:\p{Cc}]+$/u, 'is no user name')
    .optional(),
});
export type WebService = z.output<typeof webService>;

const nodeFields = z.strictObject({
  name: nodeName,
  /** With `host` and `port`: its DICOM address. A node that is DICOMweb only has none. */
  aeTitle: aeTitle.optional(),
  host: z.string().min(1).max(253).optional(),
  port: port.optional(),
  /** Images are sent here by STOW-RS instead of C-STORE, searched by QIDO-RS and fetched by WADO-RS. */
  web: webService.optional(),
  tls: z.boolean().default(false),
  may: nodeRights.default({ store: true, find: true, retrieve: true, commit: true }),
  /** Addresses or networks (CIDR) it may call from, beside the ones `host` resolves to. */
  addresses: z.array(z.string().min(2).max(64)).max(64).default([]),
  /** SHA-256 fingerprint of its client certificate, in hexadecimal; then the address does not matter. */
  certificate: z
    .string()
    .regex(/^([0-9A-Fa-f]{2}:?){32}$/, 'is not a SHA-256 fingerprint')
    .optional(),
  /** The title we call it with, when not our first. */
  callingAeTitle: aeTitle.optional(),
  /** Days until it deletes its images by itself. */
  keepsDays: z.int().min(1).max(36_500).optional(),
  comment: text.default(''),
  /** Who is no administrator does not fetch from it, but asks for it: see fetch-requests.ts. */
  fetchNeedsApproval: z.boolean().optional(),
});

/** A remote application entity. An AE title is no proof: it counts together with an address or a certificate. */
export const node = nodeFields.superRefine((given, context) => {
  const parts = ['aeTitle', 'host', 'port'] as const;
  const absent = parts.filter((part) => given[part] === undefined);
  if (absent.length === 0 || (absent.length === parts.length && given.web)) return;
  const message = 'is missing: a node has an AE title, a host and a port, or DICOMweb, or both';
  for (const part of absent) context.addIssue({ code: 'custom', path: [part], message });
});
export type RemoteNode = z.output<typeof nodeFields>;

/** The same without defaults: what an update may change. */
const nodeChange = z.object({
  /** null takes it away. */
  aeTitle: aeTitle.nullable().optional(),
  host: nodeFields.shape.host.nullable(),
  port: port.nullable().optional(),
  web: webService.nullable().optional(),
  tls: z.boolean().optional(),
  may: nodeRights.partial().optional(),
  addresses: nodeFields.shape.addresses.unwrap().optional(),
  /** null takes the fingerprint away. */
  certificate: nodeFields.shape.certificate.unwrap().nullable().optional(),
  callingAeTitle: aeTitle.nullable().optional(),
  /** null: it keeps them for good, as far as is known. */
  keepsDays: nodeFields.shape.keepsDays.nullable(),
  comment: text.optional(),
  fetchNeedsApproval: z.boolean().optional(),
});
export type NodeChange = z.output<typeof nodeChange>;

/** Registered in the configuration file (fixed) or through this API. */
const knownNode = nodeFields.extend({ from: z.enum(['config', 'registry']) });
export type KnownNode = z.output<typeof knownNode>;

export const listedNode = knownNode.extend({
  /** A secret for its DICOMweb is kept, and goes there with every request. */
  hasSecret: z.boolean(),
});
export type ListedNode = z.output<typeof listedNode>;

/** What to fetch from elsewhere: series need their one study, instances their one series (PS3.4 C.4.2.1.4). */
export const remoteTarget = z
  .strictObject({
    studies: z.array(uid).min(1).max(1_000),
    series: uidList.optional(),
    instances: uidList.optional(),
  })
  .refine(({ studies, series }) => !series?.length || studies.length === 1, 'names series of several studies')
  .refine(
    ({ series, instances }) => !instances?.length || series?.length === 1,
    'names instances without their one series',
  );
export type RemoteTarget = z.output<typeof remoteTarget>;

/** What of a series at a node is here. */
export const seriesCompleteness = z.object({
  seriesInstanceUid: z.string(),
  modality: z.string(),
  number: z.string(),
  description: z.string(),
  /** Images that the node names, or has at least where it shows that it does not name all, and those of these that are here. */
  there: count,
  here: count,
  /** SOP Instance UIDs of those that it names, the first 1,000. */
  missing: z.array(z.string()),
});
export type SeriesCompleteness = z.output<typeof seriesCompleteness>;

/** Goes into a header: visible characters and spaces. */
const nodeSecret = z
  .string()
  .min(1)
  .max(4_096)
  .regex(/^[^\p{Cc}]+$/u, 'is no password or token');

const byName = z.object({ name: nodeName });

export const nodeRoutes = {
  nodesList: {
    method: 'GET',
    path: '/api/nodes',
    right: 'send',
    everything: true,
    summary: 'The nodes we know',
    result: z.object({ nodes: z.array(listedNode) }),
  },
  nodesAdd: {
    method: 'POST',
    path: '/api/nodes',
    right: 'administer',
    summary: 'Register a node',
    body: node,
    result: listedNode,
  },
  nodesUpdate: {
    method: 'PATCH',
    path: '/api/nodes/:name',
    right: 'administer',
    summary: 'Change a node',
    params: byName,
    body: nodeChange,
    result: listedNode,
  },
  nodesRemove: {
    method: 'DELETE',
    path: '/api/nodes/:name',
    right: 'administer',
    summary: 'Forget a node',
    params: byName,
    result: z.object({ removed: nodeName }),
  },
  nodeSecret: {
    method: 'POST',
    path: '/api/nodes/:name/secret',
    right: 'administer',
    summary: 'Keep the password or the token for the DICOMweb of a node; null forgets it',
    params: byName,
    body: z.object({ secret: nodeSecret.nullable() }),
    result: listedNode,
  },
  nodeEcho: {
    method: 'POST',
    path: '/api/nodes/:name/echo',
    right: 'send',
    everything: true,
    summary: 'Ask a node whether it answers (C-ECHO, DICOMweb)',
    params: byName,
    result: z.object({ milliseconds: z.number() }),
  },
  nodeFind: {
    method: 'POST',
    path: '/api/nodes/:name/find',
    right: 'send',
    everything: true,
    summary: 'Find on a node (C-FIND, or QIDO-RS where it has DICOMweb)',
    params: byName,
    body: findRequest.omit({ offset: true, exact: true, order: true, descending: true, after: true }),
    result: findResult,
  },
  nodeGet: {
    method: 'POST',
    path: '/api/nodes/:name/get',
    right: 'send',
    everything: true,
    summary: 'Fetch from a node into the archive (C-GET, or WADO-RS where it has DICOMweb)',
    params: byName,
    body: z.object({ target: remoteTarget }),
    stream: 'ndjson',
    item: transferItem,
    result: sendSummary,
  },
  nodeFetch: {
    method: 'POST',
    path: '/api/nodes/:name/fetch',
    right: 'send',
    everything: true,
    summary: 'Fetch of studies what is not here, by WADO-RS, C-GET or C-MOVE, whichever works',
    params: byName,
    body: z.object({
      studies: z.array(uid).min(1).max(1_000),
      /** Id of the approved request that allows it, where the node needs one. */
      request: z.uuid().optional(),
    }),
    stream: 'ndjson',
    item: transferItem,
    result: fetchSummary,
  },
  nodeCompleteness: {
    method: 'POST',
    path: '/api/nodes/:name/completeness',
    right: 'send',
    everything: true,
    summary: 'Whether all images that a node has of a study are here, each compared with its hash',
    params: byName,
    body: z.object({
      study: uid,
      /** Read again what is here; what is damaged does not count. */
      verify: z.boolean().default(true),
    }),
    result: z.object({
      /** Nothing would be lost if the node lost the study. */
      isComplete: z.boolean(),
      /** Images here that were found to be damaged just now. */
      damaged: count,
      series: z.array(seriesCompleteness),
    }),
  },
  nodeMove: {
    method: 'POST',
    path: '/api/nodes/:name/move',
    right: 'send',
    everything: true,
    summary: 'Have a node send to us or to a third one (C-MOVE)',
    params: byName,
    body: z.object({
      target: remoteTarget,
      /** AE title of the receiver as that node knows it; our own when left out. */
      destination: aeTitle.optional(),
    }),
    stream: 'ndjson',
    item: transferItem,
    result: z.object({ completed: count, warnings: count, failed: count }),
  },
} as const satisfies Record<string, Route>;
