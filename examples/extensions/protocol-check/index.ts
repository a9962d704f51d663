/**
 * Were images made as the protocol says? Parameters of each series are compared with those of `reference.json`, which lies
 * beside this file, by the name of the protocol. What has no reference there is not looked at.
 *
 *     rules:
 *       protocol-deviates:
 *         when: series quiet
 *         if:
 *           Modality: [CT, MR]
 *           extension: protocol-check.deviates
 *         do:
 *           - extension: protocol-check.report
 *           - label: protocol deviates
 *           - notify: { url: "https://ntfy.example.org/scanners", text: "{series} series are not as the protocol says" }
 */
import { action, condition, defineExtension } from 'isocenter/extension';
import { deviationsOf, readReference } from './compare.ts';
import json from './reference.json' with { type: 'json' };

// A mistake in the reference is told when it is loaded; the one before stays in use.
const reference = readReference(json);
const elements = ['ProtocolName', 'SeriesNumber', ...reference.elements] as const;

export default defineExtension({
  about: 'Compares parameters of series with a reference',
  conditions: {
    deviates: condition({
      about: 'A parameter is not as the reference says',
      elements,
      is: ({ values }) => deviationsOf(reference, values).length > 0,
    }),
  },
  actions: {
    report: action({
      about: 'Says which parameters of which series deviate',
      elements,
      repeatable: true,
      run: ({ series }) => ({
        note: series
          .flatMap(({ values }) =>
            deviationsOf(reference, values).map((one) => `Series ${values.SeriesNumber?.[0] ?? '?'}: ${one}`),
          )
          .join('; '),
      }),
    }),
  },
});
