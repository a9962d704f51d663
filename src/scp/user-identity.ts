import type { Access } from '../access/index.ts';
import type { Caller } from '../contract/index.ts';
import type { AssociationRequest } from '../dimse/index.ts';

/** Name and passcode (PS3.7 D.3.3.7.1). Names alone prove nothing; tickets, assertions and web tokens are not evaluated. */
const NAME_AND_PASSCODE = 2;
const utf8 = new TextDecoder();

/**
 * The account that the caller proves to be, by its password or with a token instead; undefined when no proof is given.
 * @throws IsocenterError `access/unauthenticated`, `access/too-many-attempts`, `access/busy`
 */
export async function provenAccount(
  access: Pick<Access, 'byNameAndSecret'>,
  { request, peer }: AssociationRequest,
): Promise<Caller | undefined> {
  const identity = request.userInformation.userIdentity;
  if (identity?.type !== NAME_AND_PASSCODE) return undefined;
  const { primaryField, secondaryField } = identity;
  return await access.byNameAndSecret(utf8.decode(primaryField), utf8.decode(secondaryField), peer.address);
}
