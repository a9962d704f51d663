/** Several addresses with commas. */
export const addressesIn = (text: string): string[] => text.split(/[,;\s]+/).filter((one) => one !== '');
