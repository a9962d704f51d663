/** From BodyPartExamined (PS3.16 Annex L, CID 4) and words of descriptions to what a drawing of a body can show. */
import type { HistoryStudy } from '../../../../../src/contract/index.ts';

export const regions = [
  'head',
  'neck',
  'chest',
  'breast',
  'abdomen',
  'spine',
  'pelvis',
  'arm',
  'hand',
  'leg',
  'knee',
  'foot',
] as const;
export type Region = (typeof regions)[number];

/** Codes as scanners send them, without spaces; each region has those that lie in it. */
const codes: Readonly<Record<Region, string>> = {
  head: 'HEAD BRAIN SKULL FACE ORBIT EYE SINUS PARANASALSINUS JAW MANDIBLE MAXILLA TMJ TMJOINT EAR IAC MASTOID NOSE PITUITARY SELLA TEETH TOOTH TONGUE HEADNECK',
  neck: 'NECK CAROTID THYROID LARYNX PHARYNX THROAT HEADNECK',
  chest:
    'CHEST THORAX LUNG HEART CORONARY CORONARYARTERY RIB STERNUM AORTA BRONCHUS MEDIASTINUM CLAVICLE CHESTABDOMEN CHESTABDPELVIS',
  breast: 'BREAST',
  abdomen:
    'ABDOMEN LIVER KIDNEY PANCREAS SPLEEN STOMACH BOWEL COLON GALLBLADDER ADRENAL ABDOMENPELVIS CHESTABDOMEN CHESTABDPELVIS ESOPHAGUS',
  spine: 'SPINE CSPINE TSPINE LSPINE LSSPINE SSPINE CTSPINE TLSPINE COCCYX SACRUM WHOLESPINE',
  pelvis:
    'PELVIS BLADDER PROSTATE UTERUS OVARY RECTUM HIP SIJOINT ABDOMENPELVIS CHESTABDPELVIS TESTIS SCROTUM',
  arm: 'ARM SHOULDER HUMERUS ELBOW FOREARM SCAPULA ACJOINT UPPERARM EXTREMITY UPEXTREMITY RADIUS ULNA',
  hand: 'HAND WRIST FINGER THUMB',
  leg: 'LEG FEMUR THIGH CALF TIBIA FIBULA TIBIAFIBULA LOWEXTREMITY EXTREMITY',
  knee: 'KNEE PATELLA',
  foot: 'FOOT ANKLE TOE CALCANEUS HEEL',
};

const byCode = new Map<string, Region[]>();
for (const region of regions)
  for (const code of codes[region].split(' ')) byCode.set(code, [...(byCode.get(code) ?? []), region]);

/** In descriptions, where no code was sent: beginnings of words in English and German, without accents. */
const words: Readonly<Record<Region, RegExp>> = {
  head: /\b(head|brain|skull|schadel|kopf|hirn|gehirn|neurocran|orbit|nnh|sinus)/,
  neck: /\b(neck|hals|thyroid|schilddruse|carotis|carotid)/,
  chest: /\b(chest|thora|lung|lunge|heart|herz|cardi|echo|kardio|coronar|koronar)/,
  breast: /\b(breast|mammo|brust\b)/,
  abdomen: /\b(abdom|oberbauch|liver|leber|niere|kidney|pankreas|pancreas)/,
  spine: /\b(spine|hws|bws|lws|wirbel|lumbar|cervical)/,
  pelvis: /\b(pelvis|becken|hip\b|hufte|prostat|blase)/,
  arm: /\b(arm|shoulder|schulter|elbow|ellenbogen|humerus)/,
  hand: /\b(hand|wrist|finger|daumen)/,
  leg: /\b(leg\b|bein|femur|oberschenkel|unterschenkel|tibia)/,
  knee: /\b(knee|knie)/,
  foot: /\b(foot|fuss|ankle|sprunggelenk|toe\b|zehe)/,
};

/** None where nobody can tell. */
export function regionsOf({
  bodyParts,
  description,
}: Pick<HistoryStudy, 'bodyParts' | 'description'>): Region[] {
  const coded = bodyParts.flatMap((part) => byCode.get(part.toUpperCase().replace(/[^A-Z]/g, '')) ?? []);
  if (coded.length > 0) return regions.filter((region) => coded.includes(region));
  const text = plain(description ?? '');
  return regions.filter((region) => words[region].test(text));
}

const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase();
