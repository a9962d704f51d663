import { createClient, fetchTransport } from '../../../src/client/browser.ts';

/** Every operation of the API, typed. */
export const api = createClient(fetchTransport());
