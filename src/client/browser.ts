/** The face of client/ in a browser: nothing behind it needs Node. */
export { createClient } from './client.ts';
export { errorOfAnswer, fetchTransport } from './fetch-transport.ts';
