/** What forms send: fields of text, a few of them. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { asIsocenterError } from '../../base/index.ts';

const formType = 'application/x-www-form-urlencoded';
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

/** What a person can mend is told them on the form; everything else is an error like any other. */
export async function tryForm(
  work: () => Promise<FastifyReply>,
  again: (problem: string, status: number) => FastifyReply | Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await work();
  } catch (error) {
    const { code, message, httpStatus } = asIsocenterError(error);
    if (!/^(access|input)\//.test(code)) throw error;
    return await again(
      code === 'access/unauthenticated' ? 'The name or the password is wrong.' : message,
      httpStatus,
    );
  }
}
