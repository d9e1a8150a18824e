import { expect, test } from 'vitest';
import { projectName } from './project-name.ts';

test('the name most subjects share, without what every project is called', () => {
  const subjects = [
    'Project Larch: SPA draft 3',
    'Re: Project Larch: escrow agent',
    'AW: RE: Larch closing',
    'Signing',
  ];
  expect(projectName(subjects, [])).toBe('Larch');
  expect(projectName(['Blue Harbour: terms', 'Re: Blue Harbour: terms', 'Blue Harbour fees'], [])).toBe('Blue Harbour');
});

test('none where subjects differ, are few, or name nothing', () => {
  expect(projectName(['Larch', 'Re: Larch'], [])).toBeNull();
  expect(projectName(['Larch draft', 'Oak draft', 'Elm draft', 'Ash draft'], [])).toBeNull();
  expect(projectName(['Project call', 'Re: Project call', 'Meeting on Monday', 'update'], [])).toBeNull();
  expect(projectName([], [])).toBeNull();
});

test('a word that other mail uses as well is no name', () => {
  const subjects = ['Kernel: Add driver', 'Larch: Add schedule', 'Re: Larch: Add escrow'];
  const others = ['Add a chair', 'Add lunch', 'Other', 'Add', ...Array.from({ length: 20 }, () => 'Something else')];
  expect(projectName(subjects, [])).toBe('Add');
  expect(projectName(subjects, others)).toBe('Larch');
  expect(projectName(subjects, [...others, ...others.map((other) => `Larch ${other}`)])).toBeNull();
});
