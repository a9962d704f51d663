/** From which side a film was taken, in the letters that radiographers use: PS3.16 CID 4014 (mammography), CID 4010 (others). */

/**
 * SNOMED CT, and the codes that older files have: of SNOMED RT, and those of earlier editions of the standard that were no
 * codes of SNOMED (Y-X1770, Y-X1771: PS3.16 CID 4014, note) or have been replaced since (R-10214).
 */
const views: Readonly<Record<string, string>> = {
  ...{ '399162004': 'CC', 'R-10242': 'CC' },
  ...{ '399368009': 'MLO', 'R-10226': 'MLO' },
  ...{ '399260004': 'ML', 'R-10224': 'ML' },
  ...{ '399352003': 'LM', 'R-10228': 'LM' },
  ...{ '399099002': 'LMO', 'R-10230': 'LMO' },
  ...{ '399196006': 'FB', 'R-10244': 'FB' },
  ...{ '399188001': 'SIO', 'R-102D0': 'SIO' },
  ...{ '441555000': 'ISO', 'R-40AAA': 'ISO' },
  ...{ '399192008': 'XCCL', 'R-1024A': 'XCCL', 'Y-X1770': 'XCCL' },
  ...{ '399101009': 'XCCM', 'R-1024B': 'XCCM', 'Y-X1771': 'XCCM' },
  ...{ '272479007': 'PA', 'R-40888': 'PA', 'R-10214': 'PA' },
  ...{ '399348003': 'AP', 'R-10206': 'AP' },
  ...{ '399033003': 'FRONTAL', 'R-10202': 'FRONTAL' },
  ...{ '399173006': 'LL', 'R-10236': 'LL' },
  ...{ '399198007': 'RL', 'R-10232': 'RL' },
  ...{ '399067008': 'LATERAL', 'R-102CD': 'LATERAL' },
};

/** Undefined of views that hang in no place of their own. */
export const viewOfCode = (code: string): string | undefined =>
  Object.hasOwn(views, code) ? views[code] : undefined;

/** Words of a description, where the film itself says nothing; a side may stand before them: "RMLO", "L-CC". */
const words: readonly (readonly [RegExp, string])[] = [
  [/(^|[^A-Z])[LR]?[ _-]?MLO\b/, 'MLO'],
  [/(^|[^A-Z])[LR]?[ _-]?CC\b/, 'CC'],
  [/\bPA\b|\bP\.A\.|\bPOST(ERO)?[ -]?ANT/, 'PA'],
  [/\bAP\b|\bA\.P\.|\bANT(ERO)?[ -]?POST/, 'AP'],
  [/\b(LAT|LATERAL|SEITL|SEITLICH)\b/, 'LATERAL'],
];

export const viewInWords = (description: string): string =>
  words.find(([form]) => form.test(description.toUpperCase()))?.[1] ?? '';

/** `R` or `L`; empty where the words do not say. */
export const sideInWords = (description: string): string =>
  /(^|[^A-Z])([RL])(?=[^A-Z]|CC|MLO|$)/.exec(description.toUpperCase())?.[2] ?? '';
