/** Names in BIDS datasets. */
export const datasets = {
  show: 'Names in the dataset',
  namesOf: 'Names in the BIDS dataset of {{name}}',
  meaning:
    'What series are called in {{folder}}. Write a name where the guess is wrong; the files are called so at once. The same stands in {{mapping}}, where you can write more.',
  none: 'The dataset has no series yet. They are listed here when the rule has converted some.',
  nameless: 'No protocol or description',
  series_one: '{{count}} series',
  series_other: '{{count}} series',
  source_mapping: 'Said by you',
  source_reproin: 'Named by the scanner',
  source_guess: 'Guess, {{sure}} % sure',
  source_none: 'Not known',
  nameOf: 'Name of {{what}}',
  asGuessed: 'As guessed: {{guess}}',
  noGuess: 'No guess',
  aside: 'Kept aside in the folder "unnamed"',
  notAName:
    'No BIDS name. Write it as anat-T1w, func-bold_task-rest or fmap-epi_dir-AP; skip keeps it aside.',
  problem_taken: 'Kept aside: {{problem}}',
  save_one: 'Save {{count}} name',
  save_other: 'Save {{count}} names',
  saveNone: 'Nothing to save',
  saved: 'Saved. The files are called so now.',
} as const;
