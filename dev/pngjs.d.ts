declare module 'pngjs' {
  export interface PNG {
    width: number;
    height: number;
    /** Red, green, blue, alpha of each pixel, row by row. */
    data: Buffer;
  }

  export const PNG: { sync: { read(source: Buffer): PNG } };
}
