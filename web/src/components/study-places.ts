/** Where a study is shown. */
export const studyPlace = (study: string): string => `/studies/${study}`;
/** What a link shows to who came by it. */
export const sharedPlace = '/shared';
export const viewerPlace = (study: string): string => `/viewer/${study}`;
