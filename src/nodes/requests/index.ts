/** Requests to fetch from nodes where an administrator approves that. */
export { FetchRequests, type FetchRequestsParts, type NewRequest } from './fetch-requests.ts';
