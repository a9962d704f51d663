export const extensions = {
  title: 'Extensions',
  none: 'No extensions yet',
  noneMeaning:
    'An extension is a TypeScript file in the folder “extensions” of the data directory: a condition or an action of yours, for rules. docs/extensions.md has a whole example.',
  state_ready: 'In use',
  state_resting: 'Rests',
  state_broken: 'Look at it',
  conditions: 'Rules can ask',
  actions: 'Rules can do',
  routes: 'Programs can ask for',
  calls_one: 'Called {{count}} time since the server started',
  calls_other: 'Called {{count}} times since the server started',
  failures_one: '{{count}} call failed',
  failures_other: '{{count}} calls failed',
  problemTitle: 'Something is wrong with it',
  printed: 'What it printed',
  printedOf: 'What {{name}} printed',
} as const;
