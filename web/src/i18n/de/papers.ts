export const papers = {
  heading: 'Fotos von Papieren',
  meaning: 'Ein Brief oder Befund auf Papier: ein Foto für jede Seite, alle zusammen werden ein PDF.',
  firstPage: 'Die erste Seite fotografieren',
  nextPage: 'Noch eine Seite',
  pages: 'Seiten',
  page: 'Seite {{number}}',
  removePage: 'Seite {{number}} entfernen',
} as const;
