/** Words of pages that show what is kept, and of what can be done with it from anywhere. */
export { actions } from '../actions.ts';
export { add } from '../add.ts';
export { asking } from '../asking.ts';
export { documents } from '../documents.ts';
export { elements } from '../elements.ts';
export { elsewhere } from '../elsewhere.ts';
export { exporting as export } from '../export.ts';
export { nodes } from '../nodes.ts';
export { papers } from '../papers.ts';
export { people } from '../people.ts';
export { person } from '../person.ts';
export { share } from '../share.ts';
export { shared } from '../shared.ts';
export { shares } from '../shares.ts';
export { studies } from '../studies.ts';
export { study } from '../study.ts';
export { trash } from '../trash.ts';
export { welcome } from '../welcome.ts';
