/** The dialog that makes a link by which somebody sends images here. */
export const asking = {
  title: 'Ask for images by a link',
  meaning:
    'A clinic or a practice opens the link in a browser and drops a disc or files there. They need no account, and see nothing of what is kept here.',
  where: 'Where they go',
  collection: 'Collection',
  newInbox: 'A new one: {{name}}',
  noCollection:
    'Images that are sent go into a collection, and there is none that you may let others send into. An administrator makes one.',
  example: 'Images of the knee, from the clinic in Bonn',
  atMost: 'Takes at most',
  ask: 'Ask for images',
  ofSomebody: 'Images of {{name}}',
} as const;
