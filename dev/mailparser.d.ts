declare module 'mailparser' {
  interface AddressObject {
    value: { address?: string }[];
  }

  interface Attachment {
    filename?: string;
    contentType: string;
    contentId?: string;
    contentDisposition?: string;
    content: Buffer;
  }

  interface ParsedMail {
    subject?: string;
    from?: AddressObject;
    to?: AddressObject | AddressObject[];
    html: string | false;
    text?: string;
    headerLines: { key: string; line: string }[];
    attachments: Attachment[];
  }

  export function simpleParser(source: Buffer, options: { keepCidLinks: boolean }): Promise<ParsedMail>;
}
