/** What trees, rules and schedules may be called. `new` is the address of the dialog that makes one. */
export const isEntryName = (name: string): boolean =>
  /^[a-z0-9][a-z0-9._-]{0,63}$/.test(name) && name !== 'new';
