/** Who wrote a file or opened an association: 2.25 and a UUID of our own (PS3.5 B.2). PS3.10 7.1, PS3.7 D.3.3.2. */
export const implementationClassUid = '2.25.239207745484266451288224115610895481927';
export const implementationVersionName = 'ISOCENTER_0_1';
