// Puts the licences of what the page is made of beside it, as most of them ask for.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const lock = JSON.parse(await readFile(join(here, 'package-lock.json'), 'utf8'));
const copied = ['node_modules/swagger-ui-dist']; // by build-docs.mjs

async function text(folder) {
  const files = (await readdir(folder)).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).sort();
  return (await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))).join('\n').trim();
}

const parts = Object.entries(lock.packages)
  .filter(([place, known]) => place !== '' && (!known.dev || copied.includes(place)) && !known.optional)
  .map(async ([place, known]) => {
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return `${name} ${known.version}: ${known.license}\n\n${await text(join(here, place))}\n`;
  });
await writeFile(join(here, 'dist/licenses.txt'), (await Promise.all(parts)).join(`\n${'-'.repeat(80)}\n\n`));
