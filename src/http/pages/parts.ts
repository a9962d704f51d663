import type { FastifyInstance } from 'fastify';
import type { Access } from '../../access/index.ts';
import type { Clock } from '../../base/index.ts';
import type { OidcClient } from '../auth/oidc/index.ts';

/** What pages are made from. */
export interface PageParts {
  readonly server: FastifyInstance;
  readonly access: Access;
  readonly clock: Clock;
  /** Where people reach us, when it is not where a request comes to. */
  readonly publicUrl: string | undefined;
  /** Where people may log in beside here. */
  readonly oidc: OidcClient | undefined;
}
