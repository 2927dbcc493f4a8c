import { expect, test } from 'vitest';
import { renderMarkdown } from './markdown.ts';

test('a picture is shown as its text, so that its site doesn’t learn who reads', () => {
  expect(renderMarkdown('Come ![the *yard* <b>](https://other.example/yard.png "at night") over!')).toBe(
    '<p>Come the *yard* &lt;b&gt; over!</p>\n',
  );
});

test('executable markup becomes text', () => {
  expect(renderMarkdown('<script>alert(1)</script>')).toBe('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n');
  expect(renderMarkdown('[x](javascript:alert(1))')).not.toContain('href');
});
