import { describe, expect, it } from 'vitest';
import { filledAddress, pageLink } from './page-link.ts';

const problemOf = (href: string, page: 'study' | 'series' = 'study'): string | undefined =>
  pageLink.safeParse({ page, title: 'Notes', href }).error?.issues[0]?.message;

describe('a link of an extension', () => {
  it.each([
    'https://notes.example.org/studies/{StudyInstanceUID}',
    'http://10.0.0.7:8080/?study={StudyInstanceUID}&again={StudyInstanceUID}#top',
    'https://notes.example.org/',
  ])('may lead to %s', (href) => expect(problemOf(href)).toBeUndefined());

  it('names a series on the page of a series alone', () => {
    const href = 'https://notes.example.org/{StudyInstanceUID}/{SeriesInstanceUID}';
    expect(problemOf(href, 'series')).toBeUndefined();
    expect(problemOf(href)).toBe(
      'the link "Notes": {SeriesInstanceUID} is none of {StudyInstanceUID}, which there are for a study',
    );
  });

  it.each([
    ['javascript:alert(1)', 'no address'],
    ['JavaScript:alert("{StudyInstanceUID}")', 'no address'],
    ['data:text/html,<script>', 'no address'],
    ['/api/status', 'no address'],
    ['//notes.example.org/', 'no address'],
    ['ftp://notes.example.org/', 'no address'],
    ['https://', 'no address'],
    ['{StudyInstanceUID}', 'no address'],
    ['https://ada:secret@notes.example.org/', 'a user or a password'],
    ['https://{StudyInstanceUID}.example.org/', 'its host depends'],
    ['https://notes.example.org:{StudyInstanceUID}/', 'its host depends'],
    ['https://notes.example.org/{PatientID}', 'is none of'],
    ['https://notes.example.org/{PatientName}', 'is none of'],
    ['https://notes.example.org/{}', 'is none of'],
    ['https://notes.example.org/{toString}', 'is none of'],
  ])('may not be %s', (href, problem) => expect(problemOf(href)).toContain(problem));

  it('has a title of one line, and an end', () => {
    const href = 'https://notes.example.org/';
    for (const title of ['', 'a\nb', 'a'.repeat(61)])
      expect(pageLink.safeParse({ page: 'study', title, href }).success).toBe(false);
    expect(problemOf(`${href}${'a'.repeat(2_048)}`)).toBeDefined();
    expect(pageLink.safeParse({ page: 'patient', title: 'Notes', href }).success).toBe(false);
  });

  it('is filled with what is shown, whatever that is', () => {
    const href = 'https://a.example/{StudyInstanceUID}?s={SeriesInstanceUID}';
    const values = { StudyInstanceUID: '1.2/../3', SeriesInstanceUID: '4&x=#' };
    expect(filledAddress(href, values)).toBe('https://a.example/1.2%2F..%2F3?s=4%26x%3D%23');
    expect(() => filledAddress(href, { StudyInstanceUID: '1.2' })).toThrow(
      '{SeriesInstanceUID} has no value',
    );
  });
});
