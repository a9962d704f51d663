export const emergencies = {
  title: 'Notfälle',
  meaning:
    'Wer im Notfall etwas öffnen darf, sieht für eine Weile, was sonst nicht zu sehen ist, und sagt, warum. Das Protokoll behält es.',
  none: 'Gerade ist nichts im Notfall geöffnet.',
  earlier: 'Frühere, im Protokoll',
  who: 'Wer',
  why: 'Warum',
  what: 'Was',
  since: 'Seit',
  until: 'Bis',
  end: 'Jetzt beenden',
} as const;
