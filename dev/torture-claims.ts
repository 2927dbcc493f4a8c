/** The tests whose claims only luck could hide, by their files. */
export const TORTURE_CLAIMS = [
  'party/rush-crash.worker.test.ts',
  'party/money-crash.worker.test.ts',
  'party/late-facts.worker.test.ts',
  'party/door/late-changes.worker.test.ts',
  'party/door/crash.worker.test.ts',
  'party/door/away.worker.test.ts',
  'party/door/forgery.test.ts',
  'party/door/simulation.test.ts',
  'worker/usecases/box-office/run-turn.pg.test.ts',
  'worker/usecases/box-office/hold-races.pg.test.ts',
  'worker/usecases/box-office/sale-model.pg.test.ts',
  'worker/usecases/box-office/sale-orders.pg.test.ts',
  'worker/usecases/box-office/sale-races.pg.test.ts',
  'worker/domain/ticket/token.test.ts',
  'worker/domain/door/admission.test.ts',
];
