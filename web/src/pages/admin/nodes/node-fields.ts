/** What the form of a node holds, and what is made of it. */
import {
  type ListedNode,
  type NodeRights,
  node as nodeSchema,
  type RemoteNode,
} from '../../../../../src/contract/index.ts';

/** What a node speaks. */
export const reaches = ['dicom', 'web', 'both'] as const;
export type Reach = (typeof reaches)[number];

export interface NodeFields {
  readonly name: string;
  readonly reach: Reach;
  readonly aeTitle: string;
  readonly host: string;
  /** Text while it is no number. */
  readonly port: number | string;
  readonly tls: boolean;
  readonly may: NodeRights;
  readonly addresses: readonly string[];
  readonly certificate: string;
  readonly callingAeTitle: string;
  readonly comment: string;
  /** Empty: for good, as far as is known. Text while it is no number. */
  readonly keepsDays: number | string;
  readonly fetchNeedsApproval: boolean;
  /** Of its DICOMweb. */
  readonly url: string;
  readonly user: string;
  /** A new one; empty leaves what is kept. */
  readonly secret: string;
}

/** The port that IANA keeps for DICOM; 104 is older, and needs a privilege on many systems. */
const usualPort = 11_112;

export const fieldsOf = (node?: ListedNode): NodeFields => ({
  name: node?.name ?? '',
  reach: !node?.web ? 'dicom' : node.host === undefined ? 'web' : 'both',
  aeTitle: node?.aeTitle ?? '',
  host: node?.host ?? '',
  port: node?.port ?? usualPort,
  tls: node?.tls ?? false,
  may: node?.may ?? { store: true, find: true, retrieve: true, commit: true },
  addresses: node?.addresses ?? [],
  certificate: node?.certificate ?? '',
  callingAeTitle: node?.callingAeTitle ?? '',
  comment: node?.comment ?? '',
  keepsDays: node?.keepsDays ?? '',
  fetchNeedsApproval: node?.fetchNeedsApproval ?? false,
  url: node?.web?.url ?? '',
  user: node?.web?.user ?? '',
  secret: '',
});

/** As the API takes it; checked by {@link wrongFields} before. Empty ones are said to be none, so that a change takes them away. */
export function nodeOf({
  name,
  reach,
  aeTitle,
  host,
  port,
  tls,
  may,
  addresses,
  comment,
  fetchNeedsApproval,
  ...fields
}: NodeFields) {
  const isDicom = reach !== 'web';
  const user = fields.user.trim();
  return {
    ...{ name: name.trim(), tls, may, comment, fetchNeedsApproval, addresses: [...addresses] },
    aeTitle: isDicom ? aeTitle.trim() : null,
    host: isDicom ? host.trim() : null,
    port: isDicom ? Number(port) : null,
    web: reach === 'dicom' ? null : { url: fields.url.trim(), ...(user && { user }) },
    certificate: fields.certificate.trim() || null,
    callingAeTitle: fields.callingAeTitle.trim() || null,
    keepsDays: fields.keepsDays === '' ? null : Number(fields.keepsDays),
  };
}

/** Fields whose values will not do. */
export function wrongFields(fields: NodeFields): ReadonlySet<keyof NodeFields> {
  const checked = nodeSchema.safeParse(newNodeOf(fields));
  const issues = checked.success ? [] : checked.error.issues;
  return new Set(issues.map(({ path }) => (path[0] === 'web' ? path[1] : path[0]) as keyof NodeFields));
}

/** A new node has no values that say none. */
export function newNodeOf(fields: NodeFields): RemoteNode {
  const entries = Object.entries(nodeOf(fields)).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as unknown as RemoteNode;
}
