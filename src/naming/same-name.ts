/** Equal for names that NTFS, exFAT, APFS or an SMB share take for one. */
export const sameNameKey = (name: string): string => name.normalize('NFC').toLowerCase();
