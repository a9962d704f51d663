export const tabs = ['series', 'elements', 'history', 'conflicts', 'files'] as const;
export type StudyTab = (typeof tabs)[number];

export interface StudySearch {
  readonly tab?: StudyTab;
  /** The series that is marked; of elements, whose are shown. */
  readonly series?: string;
  /** The instance whose elements are shown. */
  readonly instance?: string;
}

const isUid = (value: unknown): value is string => typeof value === 'string' && /^[0-9.]{1,64}$/.test(value);

/** What the address of the page of a study says. */
export function studySearch({ tab, series, instance }: Record<string, unknown>): StudySearch {
  const known = tabs.find((each) => each === tab);
  return {
    ...(known !== undefined && { tab: known }),
    ...(isUid(series) && { series }),
    ...(isUid(instance) && { instance }),
  };
}
