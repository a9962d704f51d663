import { transferSyntax } from '../dicom/index.ts';
import { associateLimits } from './pdu-reader.ts';
import type { ContextProposal } from './requestor.ts';

export interface StoreNeed {
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
}

/** Every SCP must accept it (PS3.5 10.1), so it is proposed for each class that is sent uncompressed. */
const implicitVrLittleEndian = transferSyntax.implicitVrLittleEndian.uid;

/**
 * Presentation contexts for sending instances as they are: one per SOP class and transfer syntax, because in a
 * context with several the acceptor would choose. More than an association can hold are split; each part keeps the
 * contexts of a SOP class together. `fallbacks` are proposed for every SOP class in addition.
 */
export function planContexts(
  needs: Iterable<StoreNeed>,
  fallbacks: readonly string[] = [implicitVrLittleEndian],
): ContextProposal[][] {
  const syntaxesByClass = new Map<string, Set<string>>();
  for (const { sopClassUid, transferSyntaxUid } of needs) {
    const known = syntaxesByClass.get(sopClassUid) ?? new Set<string>();
    syntaxesByClass.set(sopClassUid, known.add(transferSyntaxUid));
  }
  const plans: ContextProposal[][] = [];
  for (const [abstractSyntax, syntaxes] of syntaxesByClass) {
    const contexts = [...new Set([...syntaxes, ...fallbacks])].map((uid) => ({
      abstractSyntax,
      transferSyntaxes: [uid],
    }));
    addToLast(plans, contexts.slice(0, associateLimits.contexts));
  }
  return plans;
}

function addToLast(plans: ContextProposal[][], contexts: readonly ContextProposal[]): void {
  const last = plans.at(-1);
  if (last && last.length + contexts.length <= associateLimits.contexts) last.push(...contexts);
  else plans.push([...contexts]);
}
