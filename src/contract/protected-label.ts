/** The label of a study or a patient that says: nobody and no rule removes it. Its value says why. */
export const protectedLabel = 'protected';
