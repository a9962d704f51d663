/** What a node may ask of us, in the order it is shown in. */
export const nodeRights = ['store', 'find', 'retrieve', 'commit'] as const;
