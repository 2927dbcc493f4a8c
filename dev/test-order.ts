import { statSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The slow projects first, so that small files fill the gaps at the end of a run. */
const PROJECTS = ['e2e', 'worker', 'pg', 'unit'];

/**
 * Longest files first: by how long each took at the last run on this machine, which Vitest remembers. Files that it has
 * not run here yet, all of them in a fresh clone, come before the others, the largest first. Files of one project stay
 * together, since they share processes.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const weighed = files.map((file) => ({
      file,
      project: PROJECTS.indexOf(file.project.name),
      ms: this.ctx.cache.getTestSpecificationResult(file)?.duration ?? Number.MAX_SAFE_INTEGER,
      bytes: statSync(file.moduleId).size,
    }));
    return weighed.sort((a, b) => a.project - b.project || b.ms - a.ms || b.bytes - a.bytes).map(({ file }) => file);
  }
}
