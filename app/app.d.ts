declare global {
  namespace App {
    interface Error {
      message: string;
      /** The API's code, where it refused. */
      code?: string;
    }
    interface PageState {
      /** Set when the form leads to the booking: payment starts without another click. */
      pay?: boolean;
    }
    interface Platform {
      env: {
        /** The API of the same Worker, called without a network. */
        api: (request: Request) => Promise<Response>;
        /** The JSON of an event as everyone sees it; null for drafts and unknown events. */
        publicEvent: (slug: string) => Promise<string | null>;
      };
    }
  }
}

export {};
