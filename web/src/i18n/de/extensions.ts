export const extensions = {
  title: 'Erweiterungen',
  none: 'Noch keine Erweiterungen',
  noneMeaning:
    'Eine Erweiterung ist eine TypeScript-Datei im Ordner „extensions“ des Datenverzeichnisses: eine eigene Bedingung oder Aktion für Regeln. docs/extensions.md hat ein ganzes Beispiel.',
  state_ready: 'In Gebrauch',
  state_resting: 'Ruht',
  state_broken: 'Ansehen',
  conditions: 'Regeln können fragen',
  actions: 'Regeln können tun',
  routes: 'Programme können fragen nach',
  calls_one: '{{count}} Mal gerufen, seit der Server läuft',
  calls_other: '{{count}} Mal gerufen, seit der Server läuft',
  failures_one: '{{count}} Aufruf ist gescheitert',
  failures_other: '{{count}} Aufrufe sind gescheitert',
  problemTitle: 'Etwas stimmt nicht mit ihr',
  printed: 'Was sie ausgab',
  printedOf: 'Was {{name}} ausgab',
} as const;
