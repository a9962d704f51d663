/** Which files in quarantine an answer of the API is about, for the audit log: their names there may be those of people. */
import type { ResultFor, RouteName } from '../../contract/index.ts';

const told: { readonly [Name in RouteName]?: (answer: ResultFor<Name>) => readonly string[] } = {
  quarantineShow: ({ digest }) => [digest],
  quarantineRetry: ({ digest }) => [digest],
  quarantineExport: ({ digest }) => [digest],
  quarantineDiscard: ({ digests }) => digests,
};

/** Digests; undefined of operations that are about none. */
export const filesToldBy = <Name extends RouteName>(
  name: Name,
  answer: ResultFor<Name>,
): readonly string[] | undefined => told[name]?.(answer);
