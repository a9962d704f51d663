/** What the table can show of a study, by keyword, in the order in which it is offered. */
export const columnNames: readonly string[] = [
  ...['StudyDate', 'StudyTime', 'PatientName', 'PatientID', 'PatientBirthDate', 'PatientSex', 'PatientAge'],
  ...['StudyDescription', 'ModalitiesInStudy', 'NumberOfStudyRelatedSeries', 'NumberOfStudyRelatedInstances'],
  ...['AccessionNumber', 'StudyID', 'ReferringPhysicianName', 'InstanceAvailability', 'StudyInstanceUID'],
];

export const defaultColumns: readonly string[] = [
  ...['StudyDate', 'PatientName', 'PatientID', 'StudyDescription', 'ModalitiesInStudy'],
  ...['NumberOfStudyRelatedSeries', 'NumberOfStudyRelatedInstances'],
];
