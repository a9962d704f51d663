export { DiscFile, type OpenDiscFile } from './disc-file.ts';
export { type DiscImage, isDiscImage, openDiscImage } from './disc-image.ts';
export { imageLimits } from './walk-volume.ts';
