import { describe, expect, it } from 'vitest';
import { parseAccept } from '../../net/index.ts';
import { formName, multipart, single, weighForms } from './negotiate.ts';

const forms = [
  single('application/dicom'),
  single('image/jpeg'),
  single('image/png'),
  multipart('image/jpeg'),
  multipart('application/octet-stream'),
];
const [DICOM, JPEG, PNG, JPEG_PARTS, BYTES] = forms.map(formName);
const accepted = (accept: string) => weighForms(parseAccept(accept), forms);
const names = (accept: string) => accepted(accept).map(({ form }) => formName(form));

describe('an Accept header', () => {
  it.each([
    ['', [DICOM, JPEG, PNG, JPEG_PARTS, BYTES]],
    ['image/*', [JPEG, PNG]],
    ['image/jpeg;q=0, image/*', [PNG]],
    ['image/*, image/jpeg;q=0.0', [PNG]],
    ['image/*;q=0, image/jpeg', [JPEG]],
    ['image/*;q=0, */*', [DICOM, JPEG_PARTS, BYTES]],
    ['*/*;q=0, image/png', [PNG]],
    ['*/*;q=0', []],
    ['image/jpeg;q=0', []],
    ['image/*, image/jpeg;q=0.5', [PNG, JPEG]],
    ['multipart/related; type="image/jpeg"; q=0, multipart/related', [BYTES]],
    ['multipart/related; type="image/*"; q=0, multipart/*', [BYTES]],
    ['multipart/*;q=0, */*', [DICOM, JPEG, PNG]],
    ['image/jpeg;q=0, image/*;transfer-syntax=1.2', [PNG]],
  ])('%s', (accept, wanted) => {
    expect(names(accept)).toEqual(wanted);
  });

  it('says what it says about a transfer syntax for that one alone', () => {
    const syntaxes = (accept: string) => accepted(accept).flatMap((each) => each.transferSyntaxes);
    expect(syntaxes('image/jpeg;transfer-syntax=1, image/jpeg;q=0.5')).toEqual(['1', 'default']);
    expect(syntaxes('image/jpeg;transfer-syntax=1, image/jpeg;q=0')).toEqual(['1']);
    expect(syntaxes('image/jpeg;transfer-syntax=1;q=0, image/jpeg;transfer-syntax=1')).toEqual([]);
    expect(syntaxes('image/jpeg;transfer-syntax=1;q=0, image/jpeg')).toEqual(['default']);
  });
});
