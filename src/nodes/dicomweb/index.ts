/** Nodes with DICOMweb: what is sent there, what they are asked and give, and whether they answer. */
export { askService } from './ask.ts';
export type { WebTransferParts } from './call.ts';
export { type SecretFiles, WebSecrets } from './secrets.ts';
export { hasWeb, placeOf, requireWeb, urlOf } from './service.ts';
export { storeByWeb } from './store.ts';
export { WebSource } from './web-source.ts';
