/** Every length, count and time of an association. Lengths in bytes, times in milliseconds. */
export interface DimseLimits {
  /** Maximum PDU length that we announce (PS3.8 D.1): what a peer should send at most. */
  readonly maximumLength: number;
  /** A P-DATA-TF that announces more than this is refused. Larger than `maximumLength`: old peers ignore that. */
  readonly dataPduLength: number;
  /** Any other PDU that announces more than this is refused; these are held in memory as a whole. */
  readonly controlPduLength: number;
  /** Largest PDU that we send to a peer that sets no limit. */
  readonly sendLength: number;
  readonly commandSetLength: number;
  /** Query identifiers, action information, event reports: held in memory. */
  readonly identifierLength: number;
  /** A C-STORE data set; it streams, so this bounds the disk, not the memory. */
  readonly dataSetLength: number;
  /** Operations that a peer may have running at once when it negotiates a window (PS3.7 D.3.3.3). */
  readonly operationsPerformed: number;
  /** Time for the A-ASSOCIATE-RQ to arrive, and for the peer to close after the last PDU. PS3.8 9.1.5 (ARTIM). */
  readonly artimMs: number;
  /** An association on which the peer is silent while it is the peer's turn is aborted after this time. */
  readonly idleMs: number;
}

export const defaultLimits: DimseLimits = {
  maximumLength: 131_072,
  dataPduLength: 16 * 1024 * 1024,
  controlPduLength: 1024 * 1024,
  sendLength: 131_072,
  commandSetLength: 64 * 1024,
  identifierLength: 16 * 1024 * 1024,
  dataSetLength: 64 * 1024 ** 3,
  operationsPerformed: 8,
  artimMs: 30_000,
  idleMs: 120_000,
};
