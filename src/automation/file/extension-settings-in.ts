import { parseDocument } from 'yaml';
import { type AutomationFile, extensionsSection } from '../../contract/index.ts';
import { MAXIMUM_FILE } from './limits.ts';

/** What a text of the file says that extensions may use. Nothing where that cannot be read: then the plan tells why. */
export function extensionSettingsIn(text: string): AutomationFile['extensions'] {
  if (!text.includes('extensions') || text.length > MAXIMUM_FILE) return {};
  try {
    const { extensions } = parseDocument(text).toJS({ maxAliasCount: 100 }) as { extensions?: unknown };
    return extensionsSection.safeParse(extensions).data ?? {};
  } catch {
    return {};
  }
}
