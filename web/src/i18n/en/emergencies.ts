export const emergencies = {
  title: 'Emergencies',
  meaning:
    'Who may open something in an emergency sees for a while what they do not see otherwise, and says why. The audit log keeps it.',
  none: 'Nothing is open in an emergency now.',
  earlier: 'Earlier ones, in the audit log',
  who: 'Who',
  why: 'Why',
  what: 'What',
  since: 'Since',
  until: 'Until',
  end: 'End it now',
} as const;
