export { acceptInBursts } from './accept-bursts.ts';
export { giveBack } from './give-back.ts';
export { createGuardedFetch, type GuardedFetch, type GuardedRequest } from './guarded-fetch.ts';
export { type ListMember, readList, weightOf } from './header-list.ts';
export { asUnreachable, httpClientOf, readAnswer } from './http-client.ts';
export { createMailer, type Mail, type MailServer, type SendMail } from './mailer.ts';
export { type MediaRange, type MediaType, parseAccept, parseMediaType } from './media-type.ts';
export { MultipartFraming, type PartHead } from './multipart-framing.ts';
export { MultipartParser, type PartHandler } from './multipart-parser.ts';
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
