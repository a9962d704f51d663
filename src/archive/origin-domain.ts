import { IsocenterError } from '../base/index.ts';
import type { Origin } from '../contract/index.ts';
import { type Dataset, tags } from '../dicom/index.ts';

/** Longest domain that the head of an edit has room for, bytes as JSON: an institution of 64 letters in any script. */
const MAX_INHERITED_BYTES = 200;

/**
 * Which house gave out a PatientID that has no issuer. Two clinics' "1234" are two patients, while all scanners of one
 * clinic mean the same one: so the institution counts, and the sender only where no institution is named. An edit of ours
 * stays with the house of what it was made from; undefined when its origin is too old to tell.
 */
export function originDomain(dataset: Dataset, { via, sender, domain }: Origin): string | undefined {
  const institution = dataset.string(tags.InstitutionName);
  if (institution !== undefined) return domainOf(institution);
  if (via === 'edit') return domain;
  return via === 'dimse' || via === 'wado' ? `ae:${sender}` : '';
}

/**
 * What the origin of an edit has to tell because its data set does not. @param domain of what it was made from
 * @throws IsocenterError `input/invalid` when the name of an institution is taken away that is too long to be kept there.
 */
export function inherited(edited: Dataset, domain: string | undefined): Pick<Origin, 'domain'> {
  if (domain === undefined || edited.string(tags.InstitutionName) !== undefined) return {};
  if (new TextEncoder().encode(JSON.stringify(domain)).length > MAX_INHERITED_BYTES)
    throw new IsocenterError('input/invalid', {
      reason: 'This InstitutionName is too long to be taken away.',
    });
  return { domain };
}

function domainOf(institution: string): string {
  if (institution !== last.institution) {
    const domain = institution.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
    last = { institution, domain };
  }
  return last.domain;
}

/** Most archives get all of their images from one house. */
let last = { institution: '', domain: '' };
