import { asIsocenterError } from '../../base/index.ts';
import type { Nodes } from '../../nodes/index.ts';

/** The name of a node, which the automation file may call by its AE title; undefined where there is none. */
export function nodeName({ registry }: Pick<Nodes, 'registry'>, nameOrTitle: string): string | undefined {
  try {
    return registry.get(nameOrTitle).name;
  } catch (error) {
    if (asIsocenterError(error).code === 'node/unknown') return undefined;
    throw error;
  }
}
