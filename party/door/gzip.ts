/** Compresses the pieces one by one, as they are made. */
export async function gzip(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const stream = new CompressionStream('gzip');
  const result = new Response(stream.readable).arrayBuffer();
  const writer = stream.writable.getWriter();
  try {
    for await (const piece of pieces) await writer.write(piece);
    await writer.close();
  } catch (error) {
    await writer.abort(error);
    await result.catch(() => undefined);
    throw error;
  }
  return new Uint8Array(await result);
}
