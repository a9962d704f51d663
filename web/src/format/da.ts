/** The day of a moment, on the clock of who is here, as a DA. */
export const daOf = (at: Date): string =>
  [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('');
