import i18next from 'i18next';
import { type Attention, attentionAbout } from '../../../src/contract/index.ts';
import { asRegistersWrite, reasonOf } from './reason.ts';

interface AttentionWords {
  /** What it is about. */
  readonly title: string;
  /** What is wrong with it. */
  readonly text: string;
  /** What to do, or what it means. */
  readonly hint: string;
}

/** What needs a person, in the language of who reads. */
export const attentionWords = ({ about, name, problem }: Attention): AttentionWords => ({
  title: i18next.t(about, { ns: 'attention', replace: { name }, interpolation: asRegistersWrite }),
  text: reasonOf(problem),
  hint: i18next.t(attentionAbout[about].hint, { ns: 'attention' }),
});
