/** Words that several pages have. */
export const common = {
  loading: 'Loading',
  tryAgain: 'Try again',
  somethingWrong: 'That did not work',
  nothingLost: 'Nothing in the archive was changed.',
  nothingHere: 'There is nothing here',
  nothingHereMeaning: 'The address is mistyped, or what was here is gone.',
  toHome: 'To the first page',
  patients: 'Patients',
  studies: 'Studies',
  series: 'Series',
  images: 'Images',
  imageCount_one: '{{count}} image',
  imageCount_other: '{{count}} images',
  pictureOf: 'A picture of the study',
  unnamed: 'No name',
  undated: 'No date',
} as const;
