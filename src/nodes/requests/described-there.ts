import { IsocenterError } from '../../base/index.ts';
import type { RequestedStudy } from '../../contract/index.ts';
import { Dataset, tags } from '../../dicom/index.ts';
import { describeStudy, describingKeys } from '../describe-study.ts';
import type { NodeQueries } from '../source.ts';
import { MAXIMUM_ANSWERED, MAXIMUM_ANSWERS } from './limits.ts';

/**
 * Studies as their node describes them: who approves is not to rely on the word of who asks. Throws `archive/not-found`
 * for one that the node does not have.
 */
export async function describedThere(
  queries: NodeQueries,
  node: string,
  studies: readonly string[],
): Promise<RequestedStudy[]> {
  const described: RequestedStudy[] = [];
  for (const study of studies) described.push(await describedOne(queries, node, study));
  return described;
}

async function describedOne(queries: NodeQueries, node: string, study: string): Promise<RequestedStudy> {
  const keys = Dataset.of({ StudyInstanceUID: study, ...describingKeys });
  let answers = 0;
  for await (const answer of queries.find('study', keys)) {
    if (answer.string(tags.StudyInstanceUID)?.trim() === study) return shortened(study, answer);
    if (++answers === MAXIMUM_ANSWERS) break;
  }
  throw new IsocenterError('archive/not-found', { what: `study on ${node}` });
}

function shortened(studyInstanceUid: string, answer: Dataset): RequestedStudy {
  const { date, modalities, description, patientName, patientId, images } = describeStudy(answer);
  const short = (text: string): string => text.slice(0, MAXIMUM_ANSWERED);
  return {
    studyInstanceUid,
    date: short(date),
    modalities: short(modalities),
    description: short(description),
    patientName: short(patientName),
    patientId: short(patientId),
    images,
  };
}
