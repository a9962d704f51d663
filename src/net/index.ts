export { quickAck, quickAckSupported } from './quick-ack.ts';
