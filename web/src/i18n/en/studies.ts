export const studies = {
  title: 'Studies',
  none: 'No study is like that',
  noneMeaning: 'Search with fewer words, or look for a part of the name, an ID or a date.',
} as const;
