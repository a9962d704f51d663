/** Words of the viewer. */
export { measure } from '../measure.ts';
export { nifti } from '../nifti.ts';
export { objects } from '../objects.ts';
export { viewer } from '../viewer.ts';
export { volume } from '../volume.ts';
export { workspace } from '../workspace.ts';
