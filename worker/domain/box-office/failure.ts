/** The database could not be reached, or left, before anything was committed. */
export class StoreAway extends Error {
  override name = 'StoreAway';
}

/** The connection broke while the commit was under way: it may or may not have happened. */
export class OutcomeUnknown extends Error {
  override name = 'OutcomeUnknown';
}

/** Another room, or chance, took the same key or number: deciding again ends well. */
export class TurnCollision extends Error {
  override name = 'TurnCollision';
}
