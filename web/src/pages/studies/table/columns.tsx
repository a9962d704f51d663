/** How each column is shown, and how wide it is at first. */
import {
  type ColumnDef,
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
} from '@tanstack/react-table';
import type { ReactNode } from 'react';
import type { FindRow } from '../../../../../src/contract/index.ts';
import { numberOf, textOf, valuesOf } from '../../../api/rows.ts';
import { ModalityBadges } from '../../../components/modality-badges.tsx';
import { day, hour } from '../../../format/dates.ts';
import { whole } from '../../../format/numbers.ts';
import { personName } from '../../../format/person-name.ts';
import { columnNames } from './column-names.ts';

export const features = tableFeatures({
  columnOrderingFeature,
  columnVisibilityFeature,
  columnSizingFeature,
  columnResizingFeature,
});

type Show = (row: FindRow, keyword: string) => ReactNode;

const asText: Show = textOf;
const asDay: Show = (row, keyword) => day(textOf(row, keyword));
const asName: Show = (row, keyword) => personName(textOf(row, keyword));
const asNumber: Show = (row, keyword) => whole(numberOf(row, keyword));

/** What is no plain text of middling length. Widths in CSS pixels. */
const looks: Readonly<
  Record<string, { readonly show?: Show; readonly size?: number; readonly isNumber?: true }>
> = {
  StudyDate: { show: asDay, size: 120 },
  StudyTime: { show: (row, keyword) => hour(textOf(row, keyword)), size: 80 },
  PatientName: { show: asName, size: 190 },
  PatientID: { size: 130 },
  PatientBirthDate: { show: asDay, size: 120 },
  PatientSex: { size: 60 },
  PatientAge: { size: 70 },
  StudyDescription: { size: 194 },
  ModalitiesInStudy: {
    show: (row, keyword) => <ModalityBadges modalities={valuesOf(row, keyword)} most={2} />,
    size: 132,
  },
  NumberOfStudyRelatedSeries: { show: asNumber, size: 84, isNumber: true },
  NumberOfStudyRelatedInstances: { show: asNumber, size: 84, isNumber: true },
  ReferringPhysicianName: { show: asName, size: 180 },
  StudyInstanceUID: { size: 360 },
};

const middling = 140;
const narrowest = 56;

export const isNumber = (keyword: string): boolean => looks[keyword]?.isNumber === true;

export const showCell: Show = (row, keyword) => (looks[keyword]?.show ?? asText)(row, keyword);

/** Names of columns are words of the app, which the header looks up. */
export const columns: ColumnDef<typeof features, FindRow>[] = columnNames.map((keyword) => ({
  id: keyword,
  accessorFn: (row: FindRow) => row[keyword],
  header: keyword,
  size: looks[keyword]?.size ?? middling,
  minSize: narrowest,
}));
