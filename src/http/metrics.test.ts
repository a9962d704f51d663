import { expect, it } from 'vitest';
import { renderMetrics } from './metrics.ts';

it('writes the text format of Prometheus', () => {
  const text = renderMetrics([
    {
      name: 'isocenter_associations',
      help: 'Associations\nopen',
      type: 'gauge',
      samples: [
        { labels: { door: 'dicom', title: 'A"B\\C' }, value: 2 },
        { value: Number.POSITIVE_INFINITY },
      ],
    },
  ]);
  expect(text).toBe(
    '# HELP isocenter_associations Associations\\nopen\n' +
      '# TYPE isocenter_associations gauge\n' +
      'isocenter_associations{door="dicom",title="A\\"B\\\\C"} 2\n' +
      'isocenter_associations +Inf\n',
  );
});
