/** What forms send: fields of text, a few of them. */
import type { FastifyInstance, FastifyRequest } from 'fastify';

export const formType = 'application/x-www-form-urlencoded';
/** Passwords are the longest things people type here. */
const maxFormBytes = 16 * 1024;

export function readForms(server: FastifyInstance): void {
  server.addContentTypeParser(
    formType,
    { parseAs: 'string', bodyLimit: maxFormBytes },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
}

/** The first value of a field; empty when the form does not have it. */
export function field({ body }: FastifyRequest, name: string): string {
  return body instanceof URLSearchParams ? (body.get(name) ?? '') : '';
}

export function fields({ body }: FastifyRequest, name: string): string[] {
  return body instanceof URLSearchParams ? body.getAll(name) : [];
}
