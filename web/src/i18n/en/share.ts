/** The dialog that makes a link. */
export const share = {
  title: 'Share by a link',
  onlyHere:
    'You are here as “{{host}}”, which is this computer only: nobody else can open the link. Open Isocenter by a name that others reach, and share there; “HTTPS” in docs/access.md says how it gets one.',
  what: 'What',
  withNew: 'Everything, also what is still to come',
  onlyThese: 'Only what is there today',
  howLong: 'How long, and how safe',
  for: 'For whom, and why',
  forMeaning: 'Shown to whoever opens the link',
  forExample: 'For Dr. Weber: second opinion on the knee',
  opensFor: 'Opens for so many days',
  code: 'Ask for a code',
  codeMeaning: 'You tell it apart from the link. It works in one browser, once.',
  download: 'May download',
  downloadMeaning: 'As DICOM files. Without it, the images are only looked at.',
  hide: 'Hide name and IDs',
  hideMeaning: 'Pictures without name, birth date and IDs. Reports, documents and screenshots are left out.',
  hideLimits:
    'Look at the pictures first: a name that is drawn in them stays, as ultrasound often has it. Dates, clinic and UIDs stay too, and so does what you write above. The images can be looked at, not downloaded.',
  make: 'Make the link',
  send: 'Send it',
  link: 'Link',
  qr: 'The link as a QR code',
  mail: 'Write a mail',
  mailSubject: 'Medical images',
  mailBody:
    'Here are the images:\n{{link}}\n\nThe link opens until {{until}}, in any browser. Nothing has to be installed.',
  mailBodyUpload:
    'Please send the images here, from a disc, a folder or as files:\n{{link}}\n\nThe link opens until {{until}}, in any browser. Nothing has to be installed.',
  mailCode: 'It asks for a code, which I tell you on the phone.',
  until: 'Opens until {{until}}',
  theCode: 'Code',
  codeHow: 'Tell it on the phone or in person, not in the mail with the link.',
  once: 'Link and code are shown this once. A lost link is revoked, and a new one made.',
  done: 'Done',
} as const;
