type Message = string | { match: Record<string, string> }[];

/** Names that an object of a JSON text gives twice. `JSON.parse` keeps the last value and says nothing. */
export function duplicateKeys(json: string): string[] {
  const keysOfOpenObjects: Set<string>[] = [];
  const found: string[] = [];
  const tokens = /(?<opening>[{[])|(?<closing>[}\]])|"(?<text>(?:[^"\\]|\\.)*)"(?<colon>\s*:)?/g;
  for (const { groups } of json.matchAll(tokens)) {
    if (groups!.opening) keysOfOpenObjects.push(new Set());
    else if (groups!.closing) keysOfOpenObjects.pop();
    else if (groups!.colon) {
      const keys = keysOfOpenObjects.at(-1)!;
      if (keys.has(groups!.text!)) found.push(groups!.text!);
      keys.add(groups!.text!);
    }
  }
  return found;
}

/** Keys that no source calls as `m.key`. A computed lookup counts as no use, so every use can be found by its name. */
export function unusedKeys(keys: string[], sources: string[]): string[] {
  const used = new Set(sources.flatMap((source) => Array.from(source.matchAll(/\bm\.(\w+)/g), ([, key]) => key)));
  return keys.filter((key) => !used.has(key));
}

/** Every text of a message file with its key; a message with plural forms has several. */
export function messageTexts(json: string): { key: string; text: string }[] {
  const messages = Object.entries(JSON.parse(json) as Record<string, Message>).filter(([key]) => key !== '$schema');
  return messages.flatMap(([key, message]) => {
    const texts = typeof message === 'string' ? [message] : message.flatMap(({ match }) => Object.values(match));
    return texts.map((text) => ({ key, text }));
  });
}
