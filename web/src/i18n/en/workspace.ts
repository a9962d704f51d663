export const workspace = {
  pane: 'Images {{number}}',
  emptyPane: 'Drag a series here, or click one',
  layout: 'Arrange panes',
  layoutOf: '{{rows}} × {{columns}}',
  full: 'This pane alone, and back',
  panes: 'Panes',
  neighbour: 'The pane beside it',
  links: 'Panes together',
  link_scroll: 'Scroll together, by position',
  link_lines: 'Show where the active image cuts through',
  link_window: 'Same window',
  doubleClick: 'Double click: this pane alone, and back',
} as const;
