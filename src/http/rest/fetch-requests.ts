import type { ControlApi, fetchRequestRoutes } from '../../contract/index.ts';
import type { FetchRequests } from '../../nodes/index.ts';

/** Requests to fetch from nodes where an administrator approves that. */
export function fetchRequestOperations(
  requests: FetchRequests,
): Pick<ControlApi, keyof typeof fetchRequestRoutes> {
  return {
    fetchRequestsList: (filter, context) => requests.list(context, filter),
    fetchRequestShow: ({ id }, context) => requests.get(context, id),
    myFetchNews: ({ limit }, { actor }) => requests.news(actor, limit),
    myFetchNewsSeen: async (seen, { actor }) => ({ seen: await requests.noteSeen(actor, seen.requests) }),
    fetchRequestAdd: (request, context) => requests.ask(context, request, context.signal),
    fetchRequestApprove: ({ id, reason }, { actor }) => requests.approve(actor, id, reason),
    fetchRequestDecline: ({ id, reason }, { actor }) => requests.decline(actor, id, reason),
    fetchRequestWithdraw: ({ id }, { actor }) => requests.withdraw(actor, id),
  };
}
