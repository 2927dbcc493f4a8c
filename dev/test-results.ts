import { relative } from 'node:path';
import type { Vitest } from 'vitest/node';

export interface TestResults {
  passed: number;
  failed: number;
  files: { path: string; ms: number }[];
}

/** A file that could not be loaded, or an error outside every test, is a failure too. */
export function countResults(vitest: Vitest): TestResults {
  const modules = vitest.state.getTestModules();
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const passed = tests.filter((test) => test.result().state === 'passed').length;
  const failedTests = tests.filter((test) => test.result().state === 'failed').length;
  const brokenFiles = modules.filter((module) => module.errors().length > 0).length;
  const files = modules.map((module) => ({
    path: relative(vitest.config.root, module.moduleId),
    ms: module.diagnostic().duration,
  }));
  return { passed, failed: failedTests + brokenFiles + vitest.state.getUnhandledErrors().length, files };
}

/** Returns a line for each of the slowest files, the slowest first. */
export const slowestFiles = (files: TestResults['files'], most: number): string[] =>
  [...files]
    .sort((a, b) => b.ms - a.ms)
    .slice(0, most)
    .map(({ path, ms }) => `${(ms / 1000).toFixed(1).padStart(6)} s  ${path}`);
