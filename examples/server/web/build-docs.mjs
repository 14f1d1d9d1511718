// Puts what /docs shows beside the page: Swagger UI, and the page of error codes that problem documents lead to.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const docs = join(here, 'dist/docs');
const shown = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function inline(text) {
  return escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

/// Headings, paragraphs and tables are all that the page of errors has.
function html(markdown) {
  return markdown
    .split(/\n{2,}/)
    .map((block) => {
      const heading = /^(#+) (.*)$/.exec(block.trim());
      if (heading) return `<h${heading[1].length}>${inline(heading[2])}</h${heading[1].length}>`;
      if (!block.startsWith('|')) return `<p>${inline(block)}</p>`;
      const [head, , ...rows] = block.trim().split('\n').map((line) => line.slice(1, -1).split(/(?<!\\)\|/));
      const code = (row) => /`(\w+)`/.exec(row[0])?.[1] ?? '';
      return [
        `<table><thead><tr>${head.map((cell) => `<th>${inline(cell.trim())}</th>`).join('')}</tr></thead><tbody>`,
        ...rows.map(
          (row) => `<tr id="${code(row)}">${row.map((cell) => `<td>${inline(cell.trim())}</td>`).join('')}</tr>`,
        ),
        '</tbody></table>',
      ].join('\n');
    })
    .join('\n');
}

await mkdir(join(docs, 'errors'), { recursive: true });
for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) await copyFile(join(shown, file), join(docs, file));
const errors = await readFile(join(here, '../../../docs/reference/errors.md'), 'utf8');
await writeFile(
  join(docs, 'errors/index.html'),
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>alembicore: error codes</title>
<link rel="stylesheet" href="../text.css" />
</head>
<body>
${html(errors)}
</body>
</html>
`,
);
