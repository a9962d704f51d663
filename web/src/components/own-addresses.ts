/** Where this archive is reached from elsewhere, as far as the page can know. */
import type { Address } from '../../../src/contract/index.ts';

const loopback = /^(127\.|::1$|localhost$)/;
const anyAddress = new Set(['0.0.0.0', '::']);

export interface DicomDoor {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  /** Only programs on the archive's own machine come in. */
  readonly isLocal: boolean;
}

/** @param pageHost the host name in the address of this page: one by which the archive is reached. */
export function dicomDoors(addresses: readonly Address[], pageHost: string): DicomDoor[] {
  return addresses
    .filter(({ door }) => door === 'dicom' || door === 'dicom-tls')
    .map(({ door, host, port }) => ({
      host: anyAddress.has(host) ? pageHost : host,
      port,
      isTls: door === 'dicom-tls',
      isLocal: loopback.test(host),
    }));
}
