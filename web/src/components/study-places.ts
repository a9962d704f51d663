/** Where a study is shown. */
export const studyPlace = (study: string): string => `/studies/${study}`;
/** What a link shows to who came by it. */
export const sharedPlace = '/shared';
export const viewerPlace = (study: string): string => `/viewer/${study}`;
/** The page of the study, with one of its series marked. */
export const seriesPlace = (study: string, series: string): string => `${studyPlace(study)}?series=${series}`;
