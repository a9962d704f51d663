export const workspace = {
  pane: 'Bilder {{number}}',
  emptyPane: 'Ziehen Sie eine Serie hierher, oder klicken Sie auf eine',
  layout: 'Felder anordnen',
  layoutOf: '{{rows}} × {{columns}}',
  full: 'Nur dieses Feld, und zurück',
  panes: 'Felder',
  neighbour: 'Das Feld daneben',
  links: 'Felder gemeinsam',
  link_scroll: 'Gemeinsam blättern, nach der Lage',
  link_lines: 'Zeigen, wo das aktive Bild schneidet',
  link_window: 'Gleiches Fenster',
  doubleClick: 'Doppelklick: nur dieses Feld, und zurück',
} as const;
