/** An example: on the page of each study and each series, a link to where your lab keeps its notes. Say which address below. */
import { defineExtension } from 'isocenter/extension';

const notes = 'https://notes.example.org';

export default defineExtension({
  about: 'Leads to the notes of the lab',
  links: {
    notes: { page: 'study', title: 'Notes of the lab', href: `${notes}/studies/{StudyInstanceUID}` },
    series: { page: 'series', title: 'Notes', href: `${notes}/series?uid={SeriesInstanceUID}` },
  },
});
