/** Whoever is logged in, on the pages that are about themselves. */
import type { FastifyContextConfig, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../../../access/index.ts';
import { IsocenterError } from '../../../base/index.ts';
import type { Caller } from '../../../contract/index.ts';
import { readCookie } from '../../auth/cookies.ts';
import { requireOwnSite } from '../../auth/where-from.ts';
import { identify } from '../../guard.ts';
import { tryForm } from '../forms.ts';
import type { PageParts } from '../parts.ts';
import { visitorBy } from '../visitor.ts';

export interface Visit {
  readonly caller: Caller;
  readonly name: string;
  /** The cookie. */
  readonly session: string;
  /** They logged in not long ago, and may change how the account proves itself. */
  readonly isRecent: boolean;
}

/** Something that went wrong, or well, said above the page. */
export interface Told {
  readonly problem?: string;
  readonly done?: string;
}

/** The account page, or another in its place. */
export type SendAccount = (reply: FastifyReply, visit: Visit, told?: Told, status?: number) => FastifyReply;

/** undefined when nobody is logged in. */
export function visitOf(access: Access, request: FastifyRequest): Visit | undefined {
  const session = readCookie(request, 'session');
  const caller = visitorBy(access, request, 'session');
  if (session === undefined || !caller) return undefined;
  identify(request, caller);
  return { caller, session, name: caller.actor.name, isRecent: caller.loggedInRecently === true };
}

/** Where pages of the account are added. */
export interface AccountPages extends PageParts {
  /** Sends the account page. */
  readonly send: SendAccount;
}

/** A page for who is logged in; others are shown where to do that. */
export function addVisitedPage(
  { server, access }: AccountPages,
  path: string,
  send: (request: FastifyRequest, reply: FastifyReply, visit: Visit) => FastifyReply | Promise<FastifyReply>,
): void {
  server.get(path, async (request, reply) => {
    const visit = visitOf(access, request);
    return visit ? await send(request, reply, visit) : toLogIn(reply);
  });
}

type Again = (
  request: FastifyRequest,
  ...page: Parameters<SendAccount>
) => FastifyReply | Promise<FastifyReply>;

interface FormOptions {
  /** The page to say on what went wrong; the account page by default. */
  readonly again?: Again;
  /** What it does is an operation of the API, which the audit log has by that. */
  readonly notesItself?: boolean;
}

/** A form of such a page: what it does and answers. */
export function addVisitedForm(
  { server, access, send }: AccountPages,
  path: string,
  work: (request: FastifyRequest, reply: FastifyReply, visit: Visit) => Promise<FastifyReply>,
  { again = (_request, ...page) => send(...page), notesItself = false }: FormOptions = {},
): void {
  const config: FastifyContextConfig = notesItself ? {} : { action: 'change credentials' };
  server.post(path, { config }, async (request, reply) => {
    requireOwnSite(request);
    const visit = visitOf(access, request);
    if (!visit) return toLogIn(reply);
    return await tryForm(
      () => work(request, reply, visit),
      (problem, status) => again(request, reply, visit, { problem }, status),
    );
  });
}

const toLogIn = (reply: FastifyReply): FastifyReply => reply.redirect('/login?next=/account', 303);

export const invalid = (reason: string): IsocenterError => new IsocenterError('input/invalid', { reason });
