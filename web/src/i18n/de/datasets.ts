export const datasets = {
  show: 'Namen im Datensatz',
  namesOf: 'Namen im BIDS-Datensatz von {{name}}',
  meaning:
    'So heißen Serien in {{folder}}. Wo falsch geraten wurde, bitte einen Namen schreiben; die Dateien heißen dann sofort so. Dasselbe steht in {{mapping}}, dort lässt sich mehr schreiben.',
  none: 'Der Datensatz hat noch keine Serien. Sie stehen hier, sobald die Regel welche umgewandelt hat.',
  series_one: '{{count}} Serie',
  series_other: '{{count}} Serien',
  source_mapping: 'Von Ihnen benannt',
  source_reproin: 'Vom Gerät benannt',
  source_guess: 'Geraten, zu {{sure}} % sicher',
  source_none: 'Unbekannt',
  nameOf: 'Name von {{what}}',
  asGuessed: 'Wie geraten: {{guess}}',
  noGuess: 'Nicht geraten',
  aside: 'Liegt beiseite im Ordner „unnamed“',
  notAName:
    'Kein BIDS-Name. Bitte wie anat-T1w, func-bold_task-rest oder fmap-epi_dir-AP schreiben; skip legt die Serie beiseite.',
  problem_taken: 'Liegt beiseite: {{problem}}',
  save_one: '{{count}} Namen speichern',
  save_other: '{{count}} Namen speichern',
  saveNone: 'Nichts zu speichern',
  saved: 'Gespeichert. Die Dateien heißen jetzt so.',
};
