/** What people have had: defined terms of PS3.3 C.7.3.1.1.1, the most common first. */
export const modalities = ['CR', 'CT', 'MR', 'US', 'MG', 'NM', 'PT', 'XA', 'ES', 'ECG', 'OT'] as const;
