export { acceptInBursts } from './accept-bursts.ts';
export { createGuardedFetch, type GuardedFetch, type GuardedRequest } from './guarded-fetch.ts';
export { asUnreachable, httpClientOf, readAnswer } from './http-client.ts';
export { createMailer, type Mail, type MailServer, type SendMail } from './mailer.ts';
export { MultipartFraming, type PartHead } from './multipart-framing.ts';
export { inNetworks, unmapped } from './networks.ts';
export { receiveIntoOneBuffer } from './one-buffer.ts';
export { createPeerGuard, type PeerGuard, type PeerGuardParts } from './peer-guard.ts';
export { quickAck, quickAckSupported } from './quick-ack.ts';
export {
  loadTlsClient,
  loadTlsServer,
  type TlsClientFiles,
  type TlsServerFiles,
  type TlsServerMaterial,
  tlsProblems,
} from './tls-material.ts';
export { reloadTls, type TlsReload } from './tls-reload.ts';
