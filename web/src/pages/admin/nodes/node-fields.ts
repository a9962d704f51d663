/** What the form of a node holds, and what is made of it. */
import {
  type ListedNode,
  type NodeRights,
  node as nodeSchema,
  type RemoteNode,
} from '../../../../../src/contract/index.ts';

export interface NodeFields {
  readonly name: string;
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
}

/** The port that IANA keeps for DICOM; 104 is older, and needs a privilege on many systems. */
const usualPort = 11_112;

export const fieldsOf = (node?: ListedNode): NodeFields => ({
  ...{ name: '', aeTitle: '', host: '', port: usualPort, tls: false, addresses: [], comment: '' },
  may: { store: true, find: true, retrieve: true, commit: true },
  ...node,
  certificate: node?.certificate ?? '',
  callingAeTitle: node?.callingAeTitle ?? '',
});

/** As the API takes it; checked by {@link wrongFields} before. Empty ones are said to be none, so that a change takes them away. */
export function nodeOf({ name, aeTitle, host, port, tls, may, addresses, comment, ...fields }: NodeFields) {
  const certificate = fields.certificate.trim();
  const callingAeTitle = fields.callingAeTitle.trim();
  return {
    ...{
      name: name.trim(),
      aeTitle: aeTitle.trim(),
      host: host.trim(),
      port: Number(port),
      tls,
      may,
      comment,
    },
    addresses: [...addresses],
    certificate: certificate || null,
    callingAeTitle: callingAeTitle || null,
  };
}

/** Fields whose values will not do. */
export function wrongFields(fields: NodeFields): ReadonlySet<keyof NodeFields> {
  const checked = nodeSchema.safeParse(newNodeOf(fields));
  const names = checked.success ? [] : checked.error.issues.map(({ path }) => path[0] as keyof NodeFields);
  return new Set(names);
}

/** A new node has no values that say none. */
export function newNodeOf(fields: NodeFields): RemoteNode {
  const { certificate, callingAeTitle, ...node } = nodeOf(fields);
  return {
    ...node,
    ...(certificate !== null && { certificate }),
    ...(callingAeTitle !== null && { callingAeTitle }),
  };
}
