/** Views that accounts save: theirs alone, bounded, there after a restart, gone with the account. */
import { expect, it } from 'vitest';
import { maxSavedViews, type SavedView } from '../../src/contract/index.ts';
import { openAccess } from '../support/access.ts';
import { engines } from '../support/engines.ts';
import { TemporaryArchive, tester } from '../support/temp-archive.ts';

const viewNamed = (name: string): SavedView => ({ name, search: { q: 'ct' }, sizing: { StudyDate: 150 } });

it.each(engines)('views stand in the account on $name', async (engine) => {
  await using temporary = await TemporaryArchive.open(engine);
  const { archive, directory } = temporary;
  const access = await openAccess(archive, directory.path);
  await access.addUser(tester, { name: 'anna' });
  await access.addUser(tester, { name: 'bert' });
  const names = (account: string, from = access) => from.views.of(account).map(({ name }) => name);
  for (let n = 0; n <= maxSavedViews; n++) await access.views.save(tester, 'anna', viewNamed(`View ${n}`));
  expect(names('anna')).toHaveLength(maxSavedViews);
  expect(names('anna')[0]).toBe('View 1');
  expect(names('bert')).toEqual([]);

  const changed = { ...viewNamed('View 1'), search: { q: 'mr' } };
  await access.views.save(tester, 'anna', changed);
  await access.views.forget(tester, 'anna', 'View 2');
  await access.setDisabled(tester, 'anna', true);
  const again = await openAccess(archive, directory.path);
  expect(names('anna', again)).toHaveLength(maxSavedViews - 1);
  expect(again.views.of('anna').at(-1)).toEqual(changed);

  await again.removeUser(tester, 'anna');
  await again.addUser(tester, { name: 'anna' });
  expect(names('anna', again)).toEqual([]);
  expect(await again.views.save(tester, 'nobody', viewNamed('x'))).toEqual([]);
});
