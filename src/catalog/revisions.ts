import { type ContentReference, findContents, seriesRowsOf, type Who } from './change.ts';
import { statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';
import { asDecided, type Describing, describeAsDecided } from './ingest/describe.ts';
import type { Description } from './ingest/entries.ts';
import { demote } from './ingest/tally.ts';
import { withRecount } from './recount.ts';

/**
 * What the arrival of an edit of ours did, when a record tells of it again: a rebuild has read its file as one more
 * content of the identity, in conflict with the others.
 * @param of digest of the content it was made from.
 */
export function* becameRevision(
  describing: Describing,
  content: ContentReference,
  of: string,
  who: Who,
  description?: Description,
): Work<void> {
  const { known } = describing;
  const [found] = yield* findContents(known, [content]);
  if (!found || found.version.trashedAt || found.version.state === 'revision') return;
  const { version, versions } = found;
  const { current, others } = versions;
  const original = [...(current ? [current] : []), ...others].find(({ sha256 }) => sha256 === of);
  yield* withRecount(yield* seriesRowsOf([version.itemId]), function* () {
    if (current) yield* demote(current.itemId);
    yield* statement(
      `UPDATE instance SET is_current = 1, state = 'revision', revision_of = ? WHERE item_id = ?`,
      [original?.itemId ?? null, version.itemId],
    );
  });
  yield* statement('DELETE FROM conflict WHERE item_id = ?', [version.itemId]);
  if (original) {
    yield* statement(
      `INSERT INTO derived_from (item_id, source_item_id, method, method_version) VALUES (?, ?, 'revision', '1')
        ON CONFLICT DO NOTHING`,
      [version.itemId, original.itemId],
    );
  }
  if (description) {
    // Counts changed in the database: what is described has to be read again.
    known.clear();
    yield* findContents(known, [content]);
    yield* describeAsDecided(describing, asDecided(description, who.at));
  }
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = content;
  const uids = { studyInstanceUid, seriesInstanceUid };
  const event = {
    ...who,
    kind: 'instance.revised',
    itemId: version.itemId,
    ...uids,
    data: { sopInstanceUid },
  };
  yield* appendEvents([event]);
}
