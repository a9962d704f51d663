export type { DicomWebParts } from './parts.ts';
export { dicomWebRoutes } from './register.ts';
