/** In this order. */
export const steps = ['you', 'place', 'image'] as const;
export type Step = (typeof steps)[number];

export interface WelcomeSearch {
  readonly step?: Step;
}

export function welcomeSearch({ step }: Record<string, unknown>): WelcomeSearch {
  const known = steps.find((each) => each === step);
  return known === undefined ? {} : { step: known };
}
