/** After each file of tests: whoever runs them may end the process without a word. */
import { afterAll } from 'vitest';
import { removeTemporaryDirectories } from './temp.ts';

afterAll(removeTemporaryDirectories);
