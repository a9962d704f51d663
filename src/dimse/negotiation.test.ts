import { describe, expect, it } from 'vitest';
import {
  acceptContexts,
  acceptQueryOptions,
  agreedWindow,
  decodeQueryOptions,
  encodeQueryOptions,
  negotiatedContexts,
} from './negotiation.ts';
import type { AssociateRequest } from './pdu.ts';

const [implicit, explicit, jpeg] = [
  '1.2.840.10008.1.2',
  '1.2.840.10008.1.2.1',
  '1.2.840.10008.1.2.4.50',
] as const;

const request: AssociateRequest = {
  type: 'A-ASSOCIATE-RQ',
  protocolVersion: 1,
  calledAeTitle: 'A',
  callingAeTitle: 'B',
  applicationContext: '1.2.840.10008.3.1.1.1',
  contexts: [
    { id: 1, abstractSyntax: '1.1', transferSyntaxes: [implicit, explicit] },
    { id: 3, abstractSyntax: '1.1', transferSyntaxes: [jpeg] },
    { id: 5, abstractSyntax: '9.9', transferSyntaxes: [implicit] },
    { id: 7, abstractSyntax: '1.1', transferSyntaxes: [] },
  ],
  userInformation: {
    maximumLength: 0,
    implementationClassUid: '1.2',
    roleSelections: [
      { sopClassUid: '1.1', scuRole: true, scpRole: true },
      { sopClassUid: '1.3', scuRole: false, scpRole: true },
    ],
    extendedNegotiations: [],
    commonExtendedNegotiations: [],
  },
};

const policy = {
  transferSyntaxes: (uid: string) => (uid.startsWith('1.') ? [explicit, implicit] : undefined),
  acceptsScpRole: (uid: string) => uid === '1.1',
};

describe('negotiation', () => {
  it('answers each context by our order of transfer syntaxes', () => {
    expect(acceptContexts(request, policy)).toEqual({
      contexts: [
        { id: 1, result: 0, transferSyntaxUid: explicit },
        { id: 3, result: 4, transferSyntaxUid: jpeg },
        { id: 5, result: 3, transferSyntaxUid: implicit },
        { id: 7, result: 4, transferSyntaxUid: implicit },
      ],
      roleSelections: [
        { sopClassUid: '1.1', scuRole: true, scpRole: true },
        { sopClassUid: '1.3', scuRole: false, scpRole: false },
      ],
    });
  });

  it('answers by the order of the requestor when the policy says so', () => {
    const { contexts } = acceptContexts(request, { ...policy, preferProposedOrder: true });
    expect(contexts[0]).toEqual({ id: 1, result: 0, transferSyntaxUid: implicit });
  });

  it('puts proposals, answers and roles together', () => {
    const { contexts, roleSelections } = acceptContexts(request, policy);
    const unknown = { id: 99, result: 0, transferSyntaxUid: implicit } as const;
    const negotiated = negotiatedContexts(request.contexts, [...contexts, unknown], roleSelections);
    expect([...negotiated.values()]).toEqual([
      {
        id: 1,
        abstractSyntax: '1.1',
        transferSyntaxUid: explicit,
        requestorIsScu: true,
        requestorIsScp: true,
      },
    ]);
  });

  it('is requestor SCU, acceptor SCP when no role was talked about (PS3.7 D.3.3.4)', () => {
    const { contexts } = acceptContexts(request, policy);
    const [context] = negotiatedContexts(request.contexts, contexts, []).values();
    expect(context).toMatchObject({ requestorIsScu: true, requestorIsScp: false });
  });

  it.each([
    [undefined, 1],
    [0, 8],
    [3, 3],
    [20, 8],
  ])('agrees on a window: %s proposed, %s', (proposed, agreed) => {
    expect(agreedWindow(proposed, 8)).toBe(agreed);
  });

  it('agrees on query options that both have, in as many bytes as were proposed', () => {
    const supported = decodeQueryOptions(Uint8Array.of(1, 0, 1, 0));
    const proposed = [
      { sopClassUid: '1.2', information: Uint8Array.of(1, 1, 1, 1) },
      { sopClassUid: '1.3', information: Uint8Array.of(1) },
    ];
    expect(acceptQueryOptions(proposed, supported)).toEqual([
      { sopClassUid: '1.2', information: Uint8Array.of(1, 0, 1, 0) },
      { sopClassUid: '1.3', information: Uint8Array.of(1) },
    ]);
    expect(encodeQueryOptions({ fuzzyPersonNames: true })).toEqual(Uint8Array.of(0, 0, 1, 0));
  });
});
