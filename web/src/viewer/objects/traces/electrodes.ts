/** Where an EEG channel is taken: electrodes of the 10-20 system and its finer ones. */

/** Newer names of the temporal ones (Modified Combinatorial Nomenclature). */
const synonyms: Readonly<Record<string, string>> = { T3: 'T7', T4: 'T8', T5: 'P7', T6: 'P8' };

const electrode = /^(?:EEG\s+)?((?:Fp|AF|FC|FT|CP|TP|PO|F|T|C|P|O|A|M)(?:z|\d{1,2}))(?=$|[\s-])/i;

/** `EEG Fp1-Ref` is Fp1, `T3` is T7; undefined: no electrode of the head. */
export function electrodeOf(label: string): string | undefined {
  const [, name = ''] = electrode.exec(label.trim()) ?? [];
  if (name === '') return undefined;
  const written = name.replace(/^fp/i, 'Fp').replace(/z$/i, 'z');
  const usual = written.startsWith('Fp') ? written : written.toUpperCase().replace(/Z$/, 'z');
  return synonyms[usual] ?? usual;
}
