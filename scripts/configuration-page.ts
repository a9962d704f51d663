/** The reference page of all settings, made from the table that declares them. */
import { environmentName, flagName, type Setting, settingKeys, settingTable } from '../src/contract/index.ts';

const head = `<!-- Made by scripts/generate-config-reference.ts from src/contract/settings/table.ts. Do not edit. -->

# Settings

Every setting can be a flag of \`isocenter serve\`, an environment variable, or a key of a JSON file named with
\`--config\`. Flags win over variables, variables over the file, the file over the defaults. Everything that is wrong is
reported at once, before anything starts. Relative paths start at the working directory.

    isocenter serve --dicom-port 104 --aet ARCHIVE,BACKUP
    ISOCENTER_DICOM_PORT=104 ISOCENTER_AET=ARCHIVE,BACKUP isocenter serve
    isocenter serve --config isocenter.json        with { "dicomPort": 104, "aet": ["ARCHIVE", "BACKUP"] }

Switches are written \`on\` or \`off\` (flags, variables) and \`true\` or \`false\` (file). Structures are JSON; they have no flag.
`;

export function configurationPage(): string {
  return `${head}\n${settingKeys.map(section).join('\n')}`;
}

function section(key: (typeof settingKeys)[number]): string {
  const setting: Setting = settingTable[key];
  return [
    `## ${key}`,
    `${setting.help}.`,
    '',
    `- default: ${defaultOf(setting)}`,
    `- values: ${valuesOf(setting)}`,
    `- ${namesOf(key, setting).join(' · ')}`,
    ...(setting.secret ? ['- never printed or logged'] : []),
    '',
  ].join('\n');
}

function defaultOf({ default: value, defaultText, unit }: Setting): string {
  if (defaultText !== undefined) return defaultText;
  if (value === undefined) return 'none';
  return `\`${JSON.stringify(value)}\`${unit ? ` ${unit}` : ''}`;
}

function namesOf(key: string, { kind, notInFile }: Setting): string[] {
  const flag = kind === 'json' ? [] : [`flag \`--${flagName(key)}\``];
  const file = notInFile ? [] : [`file \`"${key}"\``];
  return [...flag, `variable \`${environmentName(key)}\``, ...file];
}

interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  /** Of a map: what its values are. */
  readonly additionalProperties?: JsonSchema | false;
}

function valuesOf(setting: Setting): string {
  return describe(setting.schema.toJSONSchema({ io: 'input', unrepresentable: 'any' }) as JsonSchema);
}

function describe(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(' or ');
  if (schema.type === 'array') return `a list of ${describe(schema.items ?? {})}`;
  if (schema.additionalProperties)
    return `an object whose values are ${describe(schema.additionalProperties)}`;
  if (schema.type === 'object') return `objects with ${propertiesOf(schema)}`;
  if (schema.minimum !== undefined && schema.maximum !== undefined) {
    return `${schema.type} from ${schema.minimum} to ${schema.maximum}`;
  }
  return schema.type === 'boolean' ? 'on or off' : 'text';
}

function propertiesOf({ properties = {}, required = [] }: JsonSchema): string {
  return Object.keys(properties)
    .map((name) => `\`${name}\`${required.includes(name) ? '' : ' (optional)'}`)
    .join(', ');
}
