/** What somebody sees who was sent a link. */
export const shared = {
  title: 'Shared with you',
  until: 'This link opens until {{until}}',
  born: 'born {{date}}',
  view: 'View the images',
  download: 'Download',
  zip: 'Zip with DICOM files',
  disc: 'Image of a disc (ISO)',
  all: 'Download everything',
  files: 'Files beside the images',
  viewOnly: 'These images are for looking only: their files are not given out.',
  nameHidden: 'Name hidden',
  identityHidden:
    'Whoever sent this link hides whose images these are. They are for looking only; reports, documents and screenshots are not shown.',
  notDiagnostic: 'Whether this screen is good enough for a diagnosis is for you to judge.',
  nothing: 'There is nothing here any more',
  nothingMeaning: 'What the link showed was removed. Ask whoever sent it.',
  over: 'This link is over',
  overMeaning: 'It has expired, or whoever sent it took it back. Ask them for another one.',
  ownAccount: 'You are logged in as {{name}}',
  ownAccountMeaning:
    'A browser that is logged in shows what the account sees. Log out to see what the link shows, or open it in a private window.',
  logOut: 'Log out, and open the link',
} as const;
