/** Elements that only display asks for (PS3.6); those of overlays are of group 6000, the first plane. */
export const displayTags = {
  ModalityLUTSequence: 0x00283000,
  LUTDescriptor: 0x00283002,
  LUTExplanation: 0x00283003,
  LUTData: 0x00283006,
  VOILUTSequence: 0x00283010,
  FrameVOILUTSequence: 0x00289132,
  PixelValueTransformationSequence: 0x00289145,
  PresentationLUTSequence: 0x20500010,
  PresentationLUTShape: 0x20500020,
  OverlayRows: 0x60000010,
  OverlayColumns: 0x60000011,
  NumberOfFramesInOverlay: 0x60000015,
  OverlayOrigin: 0x60000050,
  ImageFrameOrigin: 0x60000051,
  OverlayData: 0x60003000,
} as const;
