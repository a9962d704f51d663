/** Values of elements as people write them. */

/** `Müller^Änne=...` as people write it: the alphabetic group, family name first. PS3.5 6.2.1. */
export function readableName(personName: string): string {
  const [alphabetic = ''] = personName.split('=');
  const [family = '', ...others] = alphabetic.split('^');
  return [family, others.filter((part) => part !== '').join(' ')].filter((part) => part !== '').join(', ');
}

/** A DA as 2024-01-31; what is none stays as it is. */
export function readableDate(da: string): string {
  return /^\d{8}$/.test(da) ? `${da.slice(0, 4)}-${da.slice(4, 6)}-${da.slice(6)}` : da;
}

/** The hour and minute of a TM. */
export function readableTime(tm: string): string {
  return /^\d{4}/.test(tm) ? `${tm.slice(0, 2)}:${tm.slice(2, 4)}` : '';
}
