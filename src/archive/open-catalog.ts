import { IsocenterError, type Logger } from '../base/index.ts';
import { type Catalog, type CatalogOptions, openCatalog, setCatalogAside } from '../catalog/index.ts';

type Options = CatalogOptions & { readonly clock: NonNullable<CatalogOptions['clock']> };

/**
 * Opens the catalog for a rebuild: one that is damaged is moved aside, and an empty one made in its place. The data
 * directory must be locked.
 */
export async function openOrReplaceCatalog(options: Options, logger: Logger): Promise<Catalog> {
  try {
    return await openWholeCatalog(options);
  } catch (error) {
    if (!(error instanceof IsocenterError) || error.code !== 'catalog/damaged') throw error;
    const kept = setCatalogAside(options.database, 'damaged', options.clock.now());
    if (kept === undefined) throw error;
    logger.warn(
      { kept, reason: error.message },
      'the damaged catalog database was moved aside, and a new one takes its place',
    );
    return await openCatalog(options);
  }
}

async function openWholeCatalog(options: CatalogOptions): Promise<Catalog> {
  const catalog = await openCatalog(options);
  try {
    await catalog.check();
    return catalog;
  } catch (error) {
    await catalog.close();
    throw error;
  }
}
