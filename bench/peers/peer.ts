import type { DicomPeer } from '../../test/support/dcmtk.ts';

/** A server under measurement. */
export interface RunningPeer extends AsyncDisposable {
  readonly peer: DicomPeer;
  readonly pid: number;
}

export interface PeerOptions {
  /** False leaves Nagle's algorithm on, as DCMTK and Orthanc do when nobody changes it. */
  readonly noDelay?: boolean;
  /** Where C-MOVE may send to. */
  readonly destination?: Required<DicomPeer>;
  /** Keep the data of an earlier start. */
  readonly directory?: string;
}

/** How a server is started on an empty directory of its own and free loopback ports. */
export interface Peer {
  readonly name: string;
  readonly available: boolean;
  start(options?: PeerOptions): Promise<RunningPeer>;
}
