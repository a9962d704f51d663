/** What can stand beside the panes. */
export const panels = ['measurements', 'elements'] as const;

export type PanelName = (typeof panels)[number];
