/** Reports an error of a command: one sentence, exit code 1. */
export function failCommand(error: Error): void {
  console.error(error.message);
  process.exitCode = 1;
}
