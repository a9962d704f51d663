/** Volumes that are kept as files (NIfTI). */
export const nifti = {
  loading: 'Loading the volume',
  slices: 'Slices',
  volumes: 'Volumes',
  size: '{{size}} voxels',
  spacing: '{{spacing}} mm',
  sliceOf: 'Slice {{number}} of {{count}}',
  volumeOf: 'Volume {{number}} of {{count}}',
  range: '{{least}} to {{most}}',
  value: 'Value {{value}}',
  voxel: 'Voxel {{voxel}}',
  place: '{{place}} mm',
  doubts: 'What has to be known about the picture',
  unoriented: 'Left and right unknown',
  unorientedMeaning:
    'The file says how large its voxels are, and not how they lie in the patient. Left may be right, and the head may be below.',
  sheared: 'Sheared',
  shearedMeaning:
    'The axes of the file are not at right angles. The picture is drawn as if they were; lengths and angles are not true.',
  noVolume: 'This is no volume that can be shown',
  noVolumeMeaning: 'NIfTI files (.nii, .nii.gz) can. The file can be downloaded.',
} as const;
