export const admin = {
  notYours: 'Das ist für die Verwaltung',
  notYoursMeaning: 'Ihr Konto darf dieses Archiv nicht verwalten. Wer es darf, kann es Ihnen erlauben.',
  find: 'Finden',
} as const;
