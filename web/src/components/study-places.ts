/** Where a study is shown. */
export const studyPlace = (study: string): string => `/studies/${study}`;
export const viewerPlace = (study: string): string => `/viewer/${study}`;
