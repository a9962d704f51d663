import type { Archive } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import type { CallContext, RequestFor, ResultFor } from '../../contract/index.ts';
import { MAPPING_FILE, nameInDataset, namesInDataset } from '../../datasets/index.ts';
import type { Plan } from '../file/plan.ts';
import { requireRealTarget } from '../target-folder.ts';

export interface DatasetsParts {
  readonly archive: Pick<Archive, 'exportFolder'>;
  readonly plan: () => Plan;
  readonly targetFolders: readonly string[];
}

/** The BIDS datasets that rules make. */
export class Datasets {
  readonly #parts: DatasetsParts;

  constructor(parts: DatasetsParts) {
    this.#parts = parts;
  }

  /** @throws IsocenterError `rule/unknown`, `rule/no-dataset`, `dataset/mapping` */
  async show(rule: string): Promise<ResultFor<'datasetShow'>> {
    const folder = this.#folderOf(rule);
    return { folder, mapping: MAPPING_FILE, series: await namesInDataset(folder) };
  }

  /** @throws IsocenterError what `show` does, `automation/target`, and what exportFolder and nameInDataset throw */
  async name(
    { name: rule, names }: RequestFor<'datasetName'>,
    { actor, scope, signal }: Pick<CallContext, 'actor' | 'scope' | 'signal'>,
  ): Promise<ResultFor<'datasetName'>> {
    const folder = this.#folderOf(rule);
    await requireRealTarget(folder, this.#parts.targetFolders);
    await this.#parts.archive.exportFolder(actor, scope, folder);
    return { folder, mapping: MAPPING_FILE, series: await nameInDataset(folder, names, { signal }) };
  }

  #folderOf(name: string): string {
    const rule = this.#parts.plan().rules.find((one) => one.name === name);
    if (!rule) throw new IsocenterError('rule/unknown', { name });
    const folder = datasetOf(rule);
    if (folder === null) throw new IsocenterError('rule/no-dataset', { name });
    return folder;
  }
}

/** The folder of the first dataset that a rule makes. */
export const datasetOf = ({ actions }: Pick<Plan['rules'][number], 'actions'>): string | null =>
  actions.find(({ dataset }) => dataset !== undefined)?.dataset ?? null;
