export { quickAck, quickAckSupported } from './quick-ack.ts';
export { loadTlsClientMaterial, loadTlsMaterial, type TlsFiles } from './tls-material.ts';
