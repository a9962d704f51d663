/** The face of client/ in a browser: nothing behind it needs Node. */
export { createClient } from './client.ts';
export { fetchTransport } from './fetch-transport.ts';
