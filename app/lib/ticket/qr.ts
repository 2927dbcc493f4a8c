/** A QR code as one SVG path in units of modules, `size` without the quiet zone. */
export interface QrPath {
  size: number;
  path: string;
}

/** The library loads with the first code; pages without tickets never load it. */
export async function drawQr(text: string): Promise<QrPath> {
  const { create } = await import('qrcode');
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let y = 0; y < modules.size; y++)
    for (let x = 0; x < modules.size; x++) {
      let width = 0;
      while (x + width < modules.size && modules.get(y, x + width)) width++;
      if (width > 0) path += `M${x} ${y}h${width}v1h-${width}z`;
      x += width;
    }
  return { size: modules.size, path };
}
