import type { Origin } from '../contract/index.ts';
import { type Dataset, tags } from '../dicom/index.ts';

/**
 * Which house gave out a PatientID that has no issuer. Two clinics' "1234" are two patients, while all scanners of one
 * clinic mean the same one: so the institution counts, and the sender only where no institution is named.
 */
export function originDomain(dataset: Dataset, origin: Origin): string {
  const institution = dataset.string(tags.InstitutionName);
  if (institution !== undefined) return domainOf(institution);
  return origin.via === 'dimse' ? `ae:${origin.sender}` : '';
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
