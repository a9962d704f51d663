import { isocenterWeb, orthancWeb } from '../peers/web.ts';
import { webStoreBar } from '../web-store.ts';

export const uploadBar = webStoreBar({
  ...{ name: 'upload', request: 'POST', unit: 'file', peers: [isocenterWeb, orthancWeb] },
  pathOf: ({ instances }) => instances,
  headers: {},
  bodyOf: (file) => file,
});
