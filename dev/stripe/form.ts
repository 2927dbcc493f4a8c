export type FormValue = string | FormNode;
export interface FormNode {
  [name: string]: FormValue;
}

/** Parses `a[b][0][c]=1&d[]=2` into nested objects; a list is an object whose names are its indices. */
export function parseForm(encoded: string): FormNode {
  const root: FormNode = Object.create(null);
  for (const [key, value] of new URLSearchParams(encoded)) place(root, segmentsOf(key), value);
  return root;
}

const segmentsOf = (key: string): string[] => {
  const bracket = key.indexOf('[');
  if (bracket < 1) return [key];
  return [key.slice(0, bracket), ...[...key.slice(bracket).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1]!)];
};

function place(root: FormNode, segments: string[], value: string): void {
  let node = root;
  segments.forEach((segment, index) => {
    const name = segment === '' ? String(Object.keys(node).length) : segment;
    if (index === segments.length - 1) {
      node[name] = value;
      return;
    }
    if (typeof node[name] !== 'object') node[name] = Object.create(null) as FormNode;
    node = node[name] as FormNode;
  });
}
