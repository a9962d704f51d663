/** Words of the frame around all pages of administration. */
export const admin = {
  notYours: 'This is for administrators',
  notYoursMeaning: 'Your account may not administer this archive. Somebody who may can allow it.',
  find: 'Find',
} as const;
