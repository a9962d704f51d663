export const studies = {
  title: 'Studien',
  none: 'Keine Studie passt dazu',
  noneMeaning: 'Suchen Sie mit weniger Wörtern, oder nach einem Teil des Namens, einer ID oder einem Datum.',
} as const;
