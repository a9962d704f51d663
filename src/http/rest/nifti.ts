import type { Archive } from '../../archive/index.ts';
import type { ControlApi } from '../../contract/index.ts';
import { exportNifti, keepNifti, type VolumesParts } from '../../volumes/index.ts';
import { selectorsOf } from './selection.ts';

export function niftiOperations(
  archive: Archive,
  volumes: VolumesParts,
): Pick<ControlApi, 'exportNifti' | 'keepNifti'> {
  return {
    exportNifti: ({ selection, ...how }, { actor, scope, signal }) =>
      exportNifti(volumes, actor, scope, { ...how, selection: selectorsOf(archive, selection) }, signal),
    keepNifti: ({ selection, ...how }, { actor, scope, signal }) =>
      keepNifti(volumes, actor, scope, { ...how, selection: selectorsOf(archive, selection) }, signal),
  };
}
