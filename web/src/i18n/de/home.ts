export const home = {
  title: 'Start',
  newest: 'Neueste Studien',
  all: 'Alle Studien',
  empty: 'Noch keine Bilder',
  emptyMeaning:
    'Senden Sie etwas von einem Gerät, importieren Sie eine CD mit „npx isocenter import“, oder sehen Sie sich in einer erfundenen Geschichte um: „npx isocenter demo“.',
  holdings: 'Bestand',
  size: 'Größe',
} as const;
