import { tick } from 'svelte';
import { toast } from 'svelte-sonner';
import type { Answer, Refused } from '$lib/api.ts';
import { faultWords, wrongFields, type Read } from './faults.ts';

/** Messages by field, in the reader's language. */
export type Errors = Record<string, string>;

/** The part of a form, or of one of its rows, that fields use. */
export interface Fields<Values> {
  readonly values: Values;
  readonly errors: Errors;
}

/** The part of a form that the shells use. */
export interface Submittable {
  readonly errors: Errors;
  /** Why the last try failed, where no field shows it. */
  readonly trouble: string;
  readonly busy: boolean;
  readonly isDirty: boolean;
  /** Someone else saved a newer version: the typed values are kept until `loadNewest`. */
  readonly hasConflict: boolean;
  attach(element: HTMLElement): () => void;
  submit(event: SubmitEvent): Promise<void>;
  reset(): void;
  loadNewest(): Promise<void>;
}

interface Options<Values, Input, Result, Base> {
  /** The record that is edited, in its newest version. */
  record?: () => Base;
  /** The fields as they are before anything is typed. */
  values: (record: Base) => Values;
  read: (values: Values, record: Base) => Read<Input>;
  /** Called with the version of the record that the fields were filled from. */
  send: (input: Input, record: Base) => Promise<Answer<Result>>;
  /** Translates a refusal into the form's own field names and messages. */
  refused?: (refused: Refused, values: Values) => Refused;
  /** Fetches the newest record: after a save, and when someone else's version is wanted. */
  reload?: () => Promise<void>;
  /** Opens the row of the first wrong field, so that the field can have the focus. */
  reveal?: (errors: Errors) => void;
  /** The message after a save. */
  done?: (result: Result, input: Input) => string;
  /** The next step after a save: closing the dialog, going to another page. */
  saved?: (result: Result) => unknown;
}

/** A form from its first values to its save. Create it while the component is created. */
export class FormState<Values, Input, Result, Base = undefined> implements Submittable, Fields<Values> {
  values: Values = $state() as Values;
  errors = $state.raw<Errors>({});
  trouble = $state('');
  busy = $state(false);
  hasConflict = $state(false);
  /** The last refusal, for forms that say more about it. */
  refusal = $state.raw<Refused | null>(null);
  #start = $state('');
  #record: Base;
  #element: HTMLElement | undefined;
  readonly #options: Options<Values, Input, Result, Base>;
  readonly isDirty = $derived.by(() => JSON.stringify(this.values) !== this.#start);

  constructor(options: Options<Values, Input, Result, Base>) {
    this.#options = options;
    this.#record = this.#newest();
    this.reset();
  }

  attach = (element: HTMLElement) => {
    this.#element = element;
    return () => (this.#element = undefined);
  };

  /** Discards the typed values for the newest record. */
  reset = (): void => {
    this.#record = this.#newest();
    this.values = this.#options.values(this.#record);
    this.#start = JSON.stringify(this.values);
    this.#clear();
  };

  loadNewest = async (): Promise<void> => {
    await this.#options.reload?.();
    this.reset();
  };

  submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    this.#clear();
    const read = this.#options.read($state.snapshot(this.values) as Values, this.#record);
    if (!read.ok) {
      const errors = faultWords(read.faults);
      return this.#show(errors, wrongFields(errors));
    }
    this.busy = true;
    try {
      const answer = await this.#options.send(read.input, this.#record);
      if (answer.ok) await this.#finish(answer.data, read.input);
      else await this.#refuse(this.#options.refused?.(answer, this.values) ?? answer);
    } finally {
      this.busy = false;
    }
  };

  async #finish(result: Result, input: Input): Promise<void> {
    const { reload, done, saved } = this.#options;
    await reload?.();
    if (done) toast.success(done(result, input));
    await saved?.(result);
    await tick();
    // A dialog that closed after its save is gone, with the record that it showed.
    if (this.#element) this.reset();
  }

  async #refuse(refused: Refused): Promise<void> {
    this.refusal = refused;
    this.hasConflict = refused.code === 'version_conflict' && this.#options.reload !== undefined;
    if (!this.hasConflict) await this.#show(refused.fields ?? {}, refused.message);
  }

  /** Shows errors beside their fields, or the message if the form has none of these fields on screen. */
  async #show(errors: Errors, message: string): Promise<void> {
    this.errors = errors;
    this.#options.reveal?.(errors);
    await tick();
    const first = this.#element?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (first) first.focus();
    else this.trouble = message;
  }

  #newest(): Base {
    return this.#options.record?.() as Base;
  }

  #clear(): void {
    this.errors = {};
    this.trouble = '';
    this.hasConflict = false;
    this.refusal = null;
  }
}
