/** Photographs of papers. */
export const papers = {
  heading: 'Photographs of papers',
  meaning: 'A letter or a report on paper: one photograph for each page, all of them become one PDF.',
  firstPage: 'Photograph the first page',
  nextPage: 'Another page',
  pages: 'Pages',
  page: 'Page {{number}}',
  removePage: 'Remove page {{number}}',
} as const;
