/** A structured report as it is to be read: PS3.3 C.17, from the elements of an instance. */
import { itemsIn, type JsonInstance, textIn } from '../../../api/dicom-web.ts';
import { objectTags as tags } from '../tags.ts';
import { codeIn } from './code.ts';
import { type ContentItem, readContent } from './content-item.ts';
import { evidenceOf, type Place } from './evidence.ts';

export interface Observer {
  /** A PN, or empty. */
  readonly name: string;
  readonly organization: string;
  /** A DT, or empty. */
  readonly at: string;
}

export interface Report {
  /** The name of its root: "Imaging Measurement Report". */
  readonly title: string;
  readonly isComplete: boolean;
  /** undefined where it does not say: key object selections do not (PS3.3 A.35.4). */
  readonly isVerified: boolean | undefined;
  readonly verifiers: readonly Observer[];
  readonly authors: readonly Observer[];
  readonly root: ContentItem;
  /** Where the instances are that it speaks of, by SOP Instance UID. */
  readonly evidence: ReadonlyMap<string, Place>;
}

export function readReport(instance: JsonInstance): Report {
  const is = (tag: string, value: string) => textIn(instance, tag) === value;
  const root = readContent(instance);
  return {
    title: root.name,
    isComplete: !is(tags.CompletionFlag, 'PARTIAL'),
    isVerified:
      textIn(instance, tags.VerificationFlag) === '' ? undefined : is(tags.VerificationFlag, 'VERIFIED'),
    verifiers: itemsIn(instance, tags.VerifyingObserverSequence).map(verifier),
    authors: itemsIn(instance, tags.AuthorObserverSequence).map(author),
    root,
    evidence: evidenceOf(instance),
  };
}

const verifier = (item: JsonInstance): Observer => ({
  name: textIn(item, tags.VerifyingObserverName),
  organization: textIn(item, tags.VerifyingOrganization),
  at: textIn(item, tags.VerificationDateTime),
});

const author = (item: JsonInstance): Observer => ({
  name: textIn(item, tags.PersonName) || codeIn(item, tags.ConceptCodeSequence),
  organization: textIn(item, tags.InstitutionName),
  at: '',
});
