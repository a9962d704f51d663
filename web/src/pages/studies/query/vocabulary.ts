/** The words of fields, modalities and body parts, in English and German, and what they are in DICOM. */

const listed = <T>(rows: readonly (readonly [value: T, words: string])[]): ReadonlyMap<string, T> =>
  new Map(rows.flatMap(([value, words]) => words.split(' ').map((word) => [word, value] as const)));

/** How a value that a person gives is matched. */
export type ValueKind = 'name' | 'text' | 'begins' | 'exact' | 'code' | 'number';

export interface Field {
  readonly keyword: string;
  readonly kind: ValueKind;
}

const field = (keyword: string, kind: ValueKind): Field => ({ keyword, kind });

/** By what stands before the colon, in small letters. */
export const fields = listed<Field>([
  [field('PatientName', 'name'), 'name patient patientname'],
  [field('PatientID', 'begins'), 'id patientid pid nummer'],
  [field('PatientBirthDate', 'exact'), 'born birth geboren geburtsdatum patientbirthdate'],
  [field('PatientSex', 'code'), 'sex geschlecht patientsex'],
  [field('AccessionNumber', 'begins'), 'accession acc auftrag accessionnumber'],
  [field('StudyID', 'exact'), 'studyid'],
  [field('StudyInstanceUID', 'exact'), 'study studyinstanceuid uid'],
  [field('StudyDescription', 'text'), 'description beschreibung desc studydescription'],
  [field('SeriesDescription', 'text'), 'series serie seriesdescription'],
  [field('ProtocolName', 'text'), 'protocol protokoll protocolname'],
  [field('BodyPartExamined', 'code'), 'bodypart body körperteil region bodypartexamined'],
  [field('InstitutionName', 'text'), 'institution clinic hospital klinik einrichtung praxis institutionname'],
  [field('ReferringPhysicianName', 'name'), 'referrer referring zuweiser überweiser referringphysicianname'],
  [field('StationName', 'text'), 'station stationname'],
  [field('Manufacturer', 'text'), 'manufacturer hersteller'],
  [field('ManufacturerModelName', 'text'), 'scanner model gerät modell manufacturermodelname'],
  [field('ConvolutionKernel', 'exact'), 'kernel faltungskern convolutionkernel'],
  [field('SliceThickness', 'number'), 'thickness slice schichtdicke dicke slicethickness'],
  [field('RepetitionTime', 'number'), 'tr repetitiontime'],
  [field('EchoTime', 'number'), 'te echotime'],
  [field('InversionTime', 'number'), 'ti inversiontime'],
  [field('FlipAngle', 'number'), 'flip flipwinkel flipangle'],
  [field('MagneticFieldStrength', 'number'), 'field feld tesla feldstärke magneticfieldstrength'],
  [field('KVP', 'number'), 'kvp kv'],
  [field('DiffusionBValue', 'number'), 'bvalue bwert diffusionbvalue'],
  [field('ContrastBolusAgent', 'exact'), 'contrast kontrastmittel contrastbolusagent'],
]);

/** Fields that are no elements. */
export const dateWords = new Set(['date', 'datum', 'studydate', 'year', 'jahr', 'when', 'wann']);
export const modalityWords = new Set(['modality', 'modalität', 'mod', 'modalitiesinstudy']);
export const labelWords = new Set(['label', 'tag', 'etikett', 'markierung']);

/** PS3.3 C.7.3.1.1.1, those that stand alone without a doubt; what else there is can be said with `modality:`. */
const codes = 'CT MR PT NM US CR DX MG XA RF ECG EPS IVUS OCT PX SEG RTSTRUCT RTDOSE RTPLAN RTIMAGE';

export const modalities = listed<readonly string[]>([
  ...codes.split(' ').map((code) => [[code], code.toLowerCase()] as const),
  [['MR'], 'mrt mri'],
  [['PT'], 'pet'],
  [['PT', 'CT'], 'petct pet/ct pet-ct'],
  [['US'], 'ultrasound ultraschall sono sonographie sonografie'],
  [['CR', 'DX', 'RG'], 'xray x-ray röntgen roentgen'],
  [['MG'], 'mammography mammographie mammografie mammo'],
  [['XA'], 'angiography angiographie angiografie'],
  [['ECG'], 'ekg'],
]);

/** Codes of PS3.16 Annex L that people say otherwise. */
export const bodyParts = listed<string>([
  ['HEAD', 'head kopf'],
  ['SKULL', 'skull schädel'],
  ['BRAIN', 'brain gehirn hirn'],
  ['NECK', 'neck hals'],
  ['CHEST', 'chest thorax brust'],
  ['LUNG', 'lung lungs lunge'],
  ['HEART', 'heart herz'],
  ['BREAST', 'breast mamma'],
  ['ABDOMEN', 'abdomen belly bauch'],
  ['PELVIS', 'pelvis becken'],
  ['LIVER', 'liver leber'],
  ['KIDNEY', 'kidney niere nieren'],
  ['CSPINE', 'cspine hws'],
  ['TSPINE', 'tspine bws'],
  ['LSPINE', 'lspine lws'],
  ['SPINE', 'spine wirbelsäule'],
  ['SHOULDER', 'shoulder schulter'],
  ['ELBOW', 'elbow ellenbogen'],
  ['WRIST', 'wrist handgelenk'],
  ['HAND', 'hand'],
  ['HIP', 'hip hüfte'],
  ['KNEE', 'knee knie'],
  ['ANKLE', 'ankle sprunggelenk'],
  ['FOOT', 'foot fuß fuss'],
]);
