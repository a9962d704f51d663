export { iso9660Volumes } from './read-iso9660.ts';
export { type Iso9660File, Iso9660Image, type Iso9660Options } from './write-iso9660.ts';
