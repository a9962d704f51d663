export const nifti = {
  loading: 'Das Volumen wird geladen',
  slices: 'Schichten',
  volumes: 'Volumina',
  size: '{{size}} Voxel',
  spacing: '{{spacing}} mm',
  sliceOf: 'Schicht {{number}} von {{count}}',
  volumeOf: 'Volumen {{number}} von {{count}}',
  range: '{{least}} bis {{most}}',
  value: 'Wert {{value}}',
  voxel: 'Voxel {{voxel}}',
  place: '{{place}} mm',
  doubts: 'Was man über das Bild wissen muss',
  unoriented: 'Links und rechts unbekannt',
  unorientedMeaning:
    'Die Datei sagt, wie groß ihre Voxel sind, und nicht, wie sie im Patienten liegen. Links kann rechts sein, und der Kopf unten.',
  sheared: 'Schief',
  shearedMeaning:
    'Die Achsen der Datei stehen nicht im rechten Winkel. Das Bild ist gezeichnet, als täten sie es; Längen und Winkel stimmen nicht.',
  noVolume: 'Das ist kein Volumen, das gezeigt werden kann',
  noVolumeMeaning: 'NIfTI-Dateien (.nii, .nii.gz) können es. Die Datei kann heruntergeladen werden.',
} as const;
