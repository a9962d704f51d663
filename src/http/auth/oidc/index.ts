export { OidcClient, type OidcSettings, type PendingOidc } from './client.ts';
