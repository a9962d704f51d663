/** Was Aufmerksamkeit braucht. */
export const attention = {
  storage: 'Ablage',
  catalog: 'Katalog',
  disk: 'Speicherplatz',
  automation: 'Automationsdatei',
  inbox: 'Eingang {name}',
  retention: 'Aufbewahrung {name}',
  tree: 'Baum {name}',
  rule: 'Regel {name}',
  folder: 'Was nach {name} soll, wartet',
  schedule: 'Zeitplan {name}',
  extension: 'Erweiterung {name}',
  node: 'Knoten {name}',
  hint_examine: '`isocenter doctor` sagt, was zu tun ist.',
  hint_free: 'Bitte Platz schaffen; solange der Platz fehlt, geht nichts verloren.',
  hint_untouched: 'Nichts im Archiv ist davon betroffen.',
  hint_left: '`isocenter nodes left` nennt, was fehlt; holen Sie es, bevor es dort gelöscht ist.',
} as const;
