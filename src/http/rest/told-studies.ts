/** Which studies an answer of the API is about where the request names none, for the audit log. */
import type { FetchRequest, ResultFor, RouteName } from '../../contract/index.ts';

const ofRequest = ({ studies }: FetchRequest): string[] =>
  studies.map(({ studyInstanceUid }) => studyInstanceUid);

const told: { readonly [Name in RouteName]?: (answer: ResultFor<Name>) => string[] } = {
  fetchRequestShow: ofRequest,
  fetchRequestApprove: ofRequest,
  fetchRequestDecline: ofRequest,
  fetchRequestWithdraw: ofRequest,
};

/** Undefined of operations whose answers are about none. */
export const studiesToldBy = <Name extends RouteName>(
  name: Name,
  answer: ResultFor<Name>,
): string[] | undefined => told[name]?.(answer);
