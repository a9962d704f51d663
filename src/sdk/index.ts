/** What extensions of people import as `isocenter/extension`. See docs/extensions.md. */
export {
  type Action,
  action,
  type Condition,
  condition,
  defineExtension,
  type Extension,
  type Link,
  type Name,
  name,
  type Route,
} from './extension.ts';
export type { Image, NameQuestion, Outcome, Question, Request, Series, Values, Work } from './given.ts';
export { TryAgain } from './try-again.ts';
