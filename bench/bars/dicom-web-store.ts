import { multipartOf } from '../../test/support/multipart.ts';
import { dicomWebPeers } from '../peers/web.ts';
import { webStoreBar } from '../web-store.ts';

const BOUNDARY = 'bench';

export const dicomWebStoreBar = webStoreBar({
  ...{ name: 'stow', request: 'STOW-RS', unit: 'instance', peers: dicomWebPeers },
  pathOf: () => '/dicom-web/studies',
  headers: {
    'content-type': `multipart/related; type="application/dicom"; boundary=${BOUNDARY}`,
    accept: 'application/dicom+json',
  },
  bodyOf: (file) => multipartOf([{ type: 'application/dicom', body: file }], BOUNDARY).body,
});
