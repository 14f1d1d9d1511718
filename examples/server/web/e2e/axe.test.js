// Every screen for those who do not see it, in both themes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { head, onSite, picture, startAll, stopAll, until } from './support/site.js';

before(startAll);
after(stopAll);

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

const screens = {
  migrations: `/migrations?rev=${head}`,
  findings: `/migrations?rev=${head}&tab=findings`,
  apply: '/migrations?do=upgrade&to=head',
  data: '/data?schema=public&table=orders',
  schema: '/schema?keys=1',
  table: '/schema?schema=public&table=orders&view=table',
  models: '/models?model=Order',
  query: '/query?sql=SELECT%201',
  runs: '/runs',
  drift: '/drift',
  backups: '/backups',
  journal: '/journal',
  overview: '/overview',
};

// Colours on their way from one theme to the other are nobody's.
function haveArrived() {
  return document.getAnimations().every((each) => !(each instanceof CSSTransition));
}

// The page's policy lets no script in but its own, so axe is brought in by the debugger.
async function seriousFindings(tab) {
  const { violations } = await tab.evaluate(() => globalThis.axe.run(document));
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

async function lookThrough(site, paths) {
  const found = [];
  const tab = await site.visit('/migrations', { motion: 'reduce' });
  for (const [name, path] of Object.entries(paths)) {
    await tab.goto(site.url + path);
    await tab.waitForLoadState('networkidle').catch(() => undefined);
    await tab.waitForTimeout(500);
    await tab.evaluate(axe);
    for (const theme of ['dark', 'light']) {
      await tab.evaluate((shown) => (document.documentElement.dataset.theme = shown), theme);
      await tab.waitForTimeout(200);
      await until(tab, haveArrived);
      await picture(tab, `${name}-${theme}`);
      found.push(...(await seriousFindings(tab)).map((each) => `${name}, ${theme}: ${each}`));
    }
  }
  return found;
}

test(
  'axe finds nothing serious on any screen, dark or light',
  onSite({}, async (site) => {
    await site.migrate('4d2b8ef1a963');
    await site.looksThrough();
    assert.deepEqual(await lookThrough(site, screens), []);
  }),
);

test(
  'nor where the database is marked as one for production',
  onSite({ options: ['--production'] }, async (site) => {
    const paths = { marked: '/migrations', 'marked-stamp': '/migrations?do=stamp&to=head', 'marked-squash': '/migrations?do=squash' };
    assert.deepEqual(await lookThrough(site, paths), []);
  }),
);
