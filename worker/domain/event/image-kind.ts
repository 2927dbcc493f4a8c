export interface ImageKind {
  contentType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/avif';
  width: number;
  height: number;
}

/** The image type by its bytes, whatever the sender calls it; null where browsers can't show it. */
export function imageKind(bytes: Uint8Array): ImageKind | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const found = png(view) ?? jpeg(view) ?? webp(view) ?? avif(view);
    return found && found.width > 0 && found.height > 0 ? found : null;
  } catch (error) {
    // Cut off in the middle of its header.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** An iPhone's camera saves this type, which no browser but Safari shows. */
export function isHeic(bytes: Uint8Array): boolean {
  const head = String.fromCharCode(...bytes.subarray(4, 12));
  return /^ftyp(he[iv][cxms]|mif1|msf1)$/.test(head);
}

const ascii = (view: DataView, at: number, length: number) =>
  String.fromCharCode(...Array.from({ length }, (_, index) => view.getUint8(at + index)));

function png(view: DataView): ImageKind | null {
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) return null;
  return { contentType: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

function jpeg(view: DataView): ImageKind | null {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at < view.byteLength;) {
    const marker = view.getUint16(at);
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return { contentType: 'image/jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    if (marker < 0xff00) return null;
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

function webp(view: DataView): ImageKind | null {
  if (ascii(view, 0, 4) !== 'RIFF' || ascii(view, 8, 4) !== 'WEBP') return null;
  const contentType = 'image/webp';
  const three = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  switch (ascii(view, 12, 4)) {
    case 'VP8X':
      return { contentType, width: three(24) + 1, height: three(27) + 1 };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { contentType, width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      return { contentType, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    default:
      return null;
  }
}

function avif(view: DataView): ImageKind | null {
  if (ascii(view, 4, 4) !== 'ftyp' || !/avi[fs]/.test(ascii(view, 8, Math.min(view.getUint32(0), 64) - 8))) return null;
  // The picture's size stands in an `ispe` box of its header.
  for (let at = 0; at < Math.min(view.byteLength, 4096) - 16; at++) {
    if (view.getUint32(at) === 0x69737065)
      return { contentType: 'image/avif', width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
  }
  return null;
}
