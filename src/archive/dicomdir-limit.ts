import { IsocenterError } from '../base/index.ts';

/** Records of a DICOMDIR are kept in memory until all files are written. */
const MAXIMUM_INSTANCES = 100_000;

/** @throws IsocenterError `dicom/limit` for more instances than one DICOMDIR lists */
export function checkDicomdirSize(instances: number): void {
  if (instances <= MAXIMUM_INSTANCES) return;
  throw new IsocenterError('dicom/limit', {
    ...{ what: 'The number of instances for one DICOMDIR', value: instances, limit: MAXIMUM_INSTANCES },
  });
}
