import type { Vitest } from 'vitest/node';

/** A file that could not be loaded, or an error outside every test, is a failure too. */
export function countResults(vitest: Vitest): { passed: number; failed: number } {
  const modules = vitest.state.getTestModules();
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const passed = tests.filter((test) => test.result().state === 'passed').length;
  const failedTests = tests.filter((test) => test.result().state === 'failed').length;
  const brokenFiles = modules.filter((module) => module.errors().length > 0).length;
  return { passed, failed: failedTests + brokenFiles + vitest.state.getUnhandledErrors().length };
}
