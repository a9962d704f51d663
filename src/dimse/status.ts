/** DIMSE statuses by name. PS3.7 Annex C; PS3.4 Tables B.2-1, C.4-1 to C.4-3, J.3.2. */
export const statuses = {
  success: 0x0000,
  cancel: 0xfe00,
  pending: 0xff00,
  /** Pending, but an optional key was not matched as asked. */
  pendingWarning: 0xff01,
  processingFailure: 0x0110,
  noSuchInstance: 0x0112,
  sopClassNotSupported: 0x0122,
  notAuthorized: 0x0124,
  unrecognizedOperation: 0x0211,
  outOfResources: 0xa700,
  outOfResourcesSuboperations: 0xa702,
  moveDestinationUnknown: 0xa801,
  dataSetMismatch: 0xa900,
  subOperationsWarning: 0xb000,
  cannotUnderstand: 0xc000,
} as const;

export type StatusKind = 'success' | 'pending' | 'cancel' | 'warning' | 'failure';

/** PS3.7 Annex C: the ranges that each kind of status has. */
export function statusKind(status: number): StatusKind {
  if (status === 0x0000) return 'success';
  if (status === 0xff00 || status === 0xff01) return 'pending';
  if (status === 0xfe00) return 'cancel';
  const isWarning = status === 0x0001 || status >> 12 === 0xb || status === 0x0107 || status === 0x0116;
  return isWarning ? 'warning' : 'failure';
}

export const formatStatus = (status: number): string =>
  `0x${status.toString(16).toUpperCase().padStart(4, '0')}`;

/** What a request ends with. `errorComment` is cut to 64 characters and must not carry patient data. */
export interface StatusAnswer {
  readonly status: number;
  readonly errorComment?: string;
}

const COMMENT_LENGTH = 64;

/** (0000,0902) is LO: at most 64 characters, no backslash, no control characters. */
export function commentText(text: string): string {
  return text.replace(/[^\x20-\x5b\x5d-\x7e]/g, '?').slice(0, COMMENT_LENGTH);
}
