/**
 * A DICOM person name (PS3.5 6.2.1) as people write it: family name first, and the name in its own script behind it where
 * there is one. `Yamada^Tarou=山田^太郎` is "Yamada, Tarou (山田 太郎)".
 */
export function personName(value: string): string {
  const [alphabetic = '', ideographic = ''] = value.split('=');
  const latin = partsOf(alphabetic).join(', ');
  const own = partsOf(ideographic).join(' ');
  if (own === '' || own === latin) return latin;
  return latin === '' ? own : `${latin} (${own})`;
}

function partsOf(group: string): string[] {
  const [family = '', ...others] = group.split('^').map((part) => part.trim());
  return [family, others.filter((part) => part !== '').join(' ')].filter((part) => part !== '');
}
