/** Windows that are asked for by a number key: what the image says itself, everything, and those that readers of CT know. */

export interface Window {
  readonly center: number;
  readonly width: number;
}

/** What a preset is applied to. */
export interface Windowed {
  setWindow(window: Window): void;
  /** What the image asks for itself. */
  showOwnWindow(): void;
  /** From the darkest to the brightest sample. */
  showFullWindow(): void;
}

export type PresetName = 'own' | 'auto' | 'softTissue' | 'lung' | 'bone' | 'brain' | 'liver' | 'angio';

export interface Preset {
  readonly name: PresetName;
  /** Hounsfield units. Those that depend on the image have none. */
  readonly window?: Window;
}

const general: readonly Preset[] = [{ name: 'own' }, { name: 'auto' }];

const ct: readonly Preset[] = [
  ...general,
  { name: 'softTissue', window: { center: 40, width: 400 } },
  { name: 'lung', window: { center: -600, width: 1_500 } },
  { name: 'bone', window: { center: 480, width: 2_500 } },
  { name: 'brain', window: { center: 40, width: 80 } },
  { name: 'liver', window: { center: 60, width: 160 } },
  { name: 'angio', window: { center: 300, width: 600 } },
];

/** Keys 1, 2, ... in their order. */
export const presetsFor = (modality: string): readonly Preset[] => (modality === 'CT' ? ct : general);
