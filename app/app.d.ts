declare global {
  namespace App {
    interface Error {
      message: string;
      /** The API's code, where it refused. */
      code?: string;
    }
    interface PageState {
      /** Set on the way from the form to the booking: payment starts without another click. */
      pay?: boolean;
    }
    interface Platform {
      env: {
        /** The API of the same Worker, called without a network. */
        api: (request: Request) => Promise<Response>;
        /** The JSON of an event as everybody sees it; null for drafts and what is not there. */
        publicEvent: (slug: string) => Promise<string | null>;
      };
    }
  }
}

export {};
