import {
  asLabel,
  type BidsName,
  type Entity,
  isDatatype,
  isEntity,
  isSuffixOf,
  usualSuffix,
} from './bids-name.ts';

/** A name as the ReproIn convention has it, and what it says beside that of the file. */
export interface ReproinName extends BidsName {
  readonly session?: string;
  /** The run is numbered by what came before: `run+` is the next one, `run=` the same again. */
  readonly runStep?: 'next' | 'same';
}

const NAME_LIMIT = 256;

/**
 * Reads a protocol name of the form `datatype[-suffix][_entity-label...][__anything]`: `func_task-rest_run-1`, `anat-T1w_acq-mprage`.
 * What scanners put in front (`WIP `, capital letters and a colon) is passed by, and what stands after two underscores is for people.
 * Undefined for names of another form.
 */
export function parseReproin(protocol: string): ReproinName | undefined {
  if (protocol.length > NAME_LIMIT) return undefined;
  const [name = ''] = protocol
    .trim()
    .replace(/^WIP[ _]/, '')
    .replace(/^[A-Z]+:/, '')
    .split('__');
  const [kind = '', ...pairs] = name.trim().split('_');
  const [datatype = '', given] = kind.split('-', 2);
  if (!isDatatype(datatype)) return undefined;
  const suffix = given ?? usualSuffix(datatype);
  if (suffix === undefined || !isSuffixOf(datatype, suffix)) return undefined;
  return { datatype, suffix, ...said(pairs) };
}

/** What is none of BIDS is passed by: names are full of words of their own. */
function said(pairs: readonly string[]): Pick<ReproinName, 'entities' | 'session' | 'runStep'> {
  const entities: Partial<Record<Entity, string>> = {};
  let session: string | undefined;
  let runStep: ReproinName['runStep'];
  for (const pair of pairs) {
    const [, key = '', sign, rest = ''] = /^([a-z]+)([-+=])(.*)$/.exec(pair) ?? [];
    const label = asLabel(rest);
    if (key === 'run' && label === '' && sign !== '-') runStep = sign === '+' ? 'next' : 'same';
    else if (label === '') continue;
    else if (key === 'ses') session = label;
    else if (isEntity(key)) entities[key] = label;
  }
  return {
    entities,
    ...(session === undefined ? {} : { session }),
    ...(runStep === undefined ? {} : { runStep }),
  };
}
