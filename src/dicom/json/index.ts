export { type FromJsonOptions, fromJson } from './from-json.ts';
export type { JsonDataset, JsonElement, JsonPersonName, JsonValue } from './model.ts';
export { jsonText, type ToJsonOptions, toJson } from './to-json.ts';
