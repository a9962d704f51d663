import { isStorageSopClass, plainTransferSyntaxes, transferSyntaxes, uidEntry } from '../dicom/index.ts';
import type { ContextPolicy } from '../dimse/index.ts';
import { STORAGE_COMMITMENT_PUSH_MODEL } from '../nodes/index.ts';

const queryRetrieve: Readonly<Record<string, QueryRetrieveModel>> = {
  '1.2.840.10008.5.1.4.1.2.1.1': { root: 'patient', service: 'find' },
  '1.2.840.10008.5.1.4.1.2.1.2': { root: 'patient', service: 'move' },
  '1.2.840.10008.5.1.4.1.2.1.3': { root: 'patient', service: 'get' },
  '1.2.840.10008.5.1.4.1.2.2.1': { root: 'study', service: 'find' },
  '1.2.840.10008.5.1.4.1.2.2.2': { root: 'study', service: 'move' },
  '1.2.840.10008.5.1.4.1.2.2.3': { root: 'study', service: 'get' },
};

export interface QueryRetrieveModel {
  readonly root: 'patient' | 'study';
  readonly service: 'find' | 'move' | 'get';
}

const VERIFICATION = '1.2.840.10008.1.1';

/** The model a query/retrieve SOP class stands for. PS3.4 C.6. */
export function queryRetrieveModel(sopClassUid: string): QueryRetrieveModel | undefined {
  return queryRetrieve[sopClassUid];
}

/** Whatever a sender proposes first is what it has: nothing is ever converted on the way in. */
const storageSyntaxes = transferSyntaxes().map(({ uid }) => uid);

/**
 * What we accept: verification, query/retrieve, storage commitment, and every storage SOP class, unknown and private
 * ones too. A class that the dictionary knows as something else (print, worklist) is not storage.
 */
export const contextPolicy: ContextPolicy = {
  transferSyntaxes(abstractSyntax) {
    // Services without pixel data.
    if (abstractSyntax === VERIFICATION || abstractSyntax === STORAGE_COMMITMENT_PUSH_MODEL)
      return plainTransferSyntaxes;
    if (queryRetrieveModel(abstractSyntax)) return plainTransferSyntaxes;
    return isStorable(abstractSyntax) ? storageSyntaxes : undefined;
  },
  preferProposedOrder: true,
};

function isStorable(sopClassUid: string): boolean {
  return isStorageSopClass(sopClassUid) || uidEntry(sopClassUid) === undefined;
}
