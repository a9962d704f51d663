/** Of the Native DICOM Model (PS3.19 A.1.6). */
export const NAMESPACE = 'http://dicom.nema.org/PS3.19/models/NativeDICOM';

/** Elements of a component group, in the order in which `^` separates them in a PN value (PS3.5 6.2.1). */
export const nameComponents = ['FamilyName', 'GivenName', 'MiddleName', 'NamePrefix', 'NameSuffix'] as const;

/** Tag of the element that reserves the block of a private one: `gggg00bb` of `ggggbbee` (PS3.5 7.8.1). */
export const reservationOf = (tag: string): string | undefined =>
  isPrivate(tag) && tag.slice(4, 6) !== '00' ? `${tag.slice(0, 4)}00${tag.slice(4, 6)}` : undefined;

export const isReservation = (tag: string): boolean => isPrivate(tag) && /^00[1-9A-F]/.test(tag.slice(4));

const isPrivate = (tag: string): boolean => Number.parseInt(tag.slice(0, 4), 16) % 2 === 1;
