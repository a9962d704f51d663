/** Characters that the API takes as what a person is called. */
export const longestName = 256;
