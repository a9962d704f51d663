export const home = {
  title: 'Home',
  newest: 'Newest studies',
  all: 'All studies',
  empty: 'No images yet',
  emptyMeaning:
    'Send something from a scanner, import a disc with “npx isocenter import”, or look around in a made-up history: “npx isocenter demo”.',
  holdings: 'What is kept',
  size: 'Size',
} as const;
