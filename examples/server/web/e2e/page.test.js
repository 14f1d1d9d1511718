import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onSite, picture, startAll, stopAll, until } from './support/site.js';

before(startAll);
after(stopAll);

test(
  'in Russian and light',
  onSite({}, async (site) => {
    const tab = await site.visit('/migrations', { theme: 'light', language: 'ru', width: 1024, height: 768 });
    await tab.waitForSelector('h1:has-text("Миграции")');
    assert.equal(await tab.getAttribute('html', 'lang'), 'ru');
    assert.equal(await tab.getAttribute('html', 'data-theme'), 'light');
    await tab.click('[data-apply-all]');
    await tab.waitForSelector('[role=dialog] >> text=13 шагов, по порядку');
    await picture(tab, 'russian');
  }),
);

test(
  'the theme is there before the first paint',
  onSite({}, async (site) => {
    const tab = await site.visit('/migrations', { theme: 'light' });
    const order = await tab.evaluate(() =>
      [...document.querySelectorAll('head script')].map((script) => [script.src.split('/').pop(), script.type, script.async]),
    );
    assert.deepEqual(order[0], ['theme.js', '', false]);
  }),
);

test(
  'everything by keyboard: choose a revision, apply up to it, look at the shortcuts, go elsewhere',
  onSite({}, async (site) => {
    const tab = await site.visit('/migrations');
    await tab.waitForSelector('[role=option]');
    await tab.keyboard.press('End');
    await tab.waitForSelector('aside >> text=create users and accounts');
    await tab.keyboard.press('ArrowUp');
    await tab.waitForSelector('aside >> text=create instruments');
    await tab.keyboard.press('a');
    await tab.waitForSelector('[data-act]:not([disabled])');
    for (let tries = 0; tries < 12; tries += 1) {
      if (await tab.evaluate(() => document.activeElement?.hasAttribute('data-act'))) break;
      await tab.keyboard.press('Tab');
    }
    await tab.keyboard.press('Enter');
    await tab.waitForSelector('[data-run="done"]');
    assert.deepEqual(site.current(), ['2e94b7c06d1a']);
    await tab.keyboard.press('?');
    await tab.waitForSelector('text=Keyboard shortcuts');
    await picture(tab, 'shortcuts');
    await tab.keyboard.press('Escape');
    await tab.keyboard.press('g');
    await tab.keyboard.press('d');
    await tab.waitForURL(/\/data/);
    await tab.keyboard.press('Control+k');
    await tab.keyboard.type('instru');
    await picture(tab, 'palette');
    await tab.waitForSelector('[cmdk-item] >> text=instruments');
    await tab.keyboard.press('Escape');
  }),
);

test(
  'of an address that leads nowhere the page says so, however deep it is',
  onSite({}, async (site) => {
    for (const path of ['/nosuch', '/data/customer', '/data/customer/1']) {
      const tab = await site.visit(path);
      await tab.waitForSelector('text=There is no such page');
      await tab.waitForSelector(`text="${path}"`);
      await tab.click('text=To the migrations');
      await tab.waitForSelector('h1:has-text("Migrations")');
    }
    const tab = await site.visit('/data/');
    await tab.waitForSelector('text=Choose a table.');
  }),
);

test(
  'an address may name a table together with its schema',
  onSite({}, async (site) => {
    await site.migrate();
    const tab = await site.visit('/data?table=public.users');
    await tab.waitForSelector('text=This table has no rows.');
  }),
);

test(
  'the overview has the last run from the journal, where this server has made none',
  onSite({}, async (site) => {
    await site.migrate('71a3e9d2f84c');
    const tab = await site.visit('/nosuch');
    await tab.route('**/api/runs', (route) => route.fulfill({ json: { runs: [] } }));
    await tab.goto(`${site.url}/overview`);
    await tab.waitForSelector('text=database at 71a3e9d2f84c');
    await tab.waitForSelector('a[href*="/journal?run="]:has-text("Last run") >> text=Done');
  }),
);

const manyTables = (count) => `
DO $$ BEGIN
  FOR i IN 1..${count} LOOP
    EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY, name text, made timestamptz, parent int REFERENCES t%s ON DELETE CASCADE)',
                   i, (i + 2) / 3);
  END LOOP;
END $$`;

test(
  'a diagram of a hundred tables',
  onSite({}, async (site) => {
    site.sql(manyTables(100));
    const tab = await site.visit('/schema');
    await tab.waitForSelector('.react-flow__node');
    await picture(tab, 'diagram-100');
    await tab.click('nav >> text="t7"');
    await tab.waitForSelector('.react-flow__node >> text="t7"');
    await tab.check('text=Neighbours only');
    await until(tab, () => document.querySelectorAll('.react-flow__node').length < 8);
    await picture(tab, 'neighbours');
  }),
);

test(
  'a diagram of five hundred tables is there soon, can be moved and searched, and saved as a picture',
  onSite({}, async (site) => {
    site.sql(manyTables(500));
    const since = Date.now();
    const tab = await site.visit('/schema');
    await tab.waitForSelector('.react-flow__node', { timeout: 60_000 });
    const first = Date.now() - since;
    await picture(tab, 'diagram-500');
    await tab.click('nav >> text="t250"');
    await tab.waitForSelector('.react-flow__node >> text="t250"');
    const worst = await tab.evaluate(async () => {
      const pane = document.querySelector('.react-flow__pane');
      const at = pane.getBoundingClientRect();
      let longest = 0;
      for (let step = 0; step < 30; step += 1) {
        const before = performance.now();
        const [x, y] = [at.x + at.width / 2, at.y + at.height / 2];
        pane.dispatchEvent(new WheelEvent('wheel', { deltaY: step < 15 ? 40 : -40, clientX: x, clientY: y, bubbles: true }));
        await new Promise(requestAnimationFrame);
        longest = Math.max(longest, performance.now() - before);
      }
      return longest;
    });
    const [saved] = await Promise.all([
      tab.waitForEvent('download'),
      (async () => {
        await tab.click('[aria-label="Export the diagram"]');
        await tab.click('[role=menuitem]:has-text("PNG")');
      })(),
    ]);
    const { readFileSync } = await import('node:fs');
    const png = readFileSync(await saved.path());
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    console.log(`500 tables: drawn after ${first} ms, longest frame while zooming ${Math.round(worst)} ms, PNG ${png.length} bytes`);
    assert.ok(first < 60_000 && worst < 3_000);
  }),
);

test(
  'queries change nothing unless that is allowed, and explain themselves',
  onSite({}, async (site) => {
    await site.migrate();
    const tab = await site.visit('/query?sql=DELETE%20FROM%20users');
    await tab.click('[data-run-query]');
    await tab.waitForSelector('[role=alert] >> text=read-only');
    await tab.fill('.cm-content', 'SELECT count(*) FROM orders');
    await tab.keyboard.press('Shift+F7');
    await tab.waitForSelector('td >> text=Aggregate');
    await tab.keyboard.press('Control+Enter');
    await tab.waitForSelector('[role=cell] >> text="0"');
    await tab.click('[aria-label="Saved queries"]');
    await tab.fill('[aria-label="Save this query as…"]', 'orders so far');
    await tab.keyboard.press('Enter');
    await tab.keyboard.press('Escape');
    // What closes gives the focus back a moment later, and would take it from the editor.
    await until(tab, () => document.activeElement?.getAttribute('aria-label') === 'Saved queries');
    await tab.fill('.cm-content', 'SELECT 1; SELECT 2; SELECT nothing_such');
    await tab.keyboard.press('Control+Enter');
    await tab.waitForSelector('.cm-fault >> text=nothing_such');
    await tab.fill('.cm-content', 'SELECT 1; SELECT 2');
    await tab.keyboard.press('Shift+Control+Enter');
    await tab.waitForSelector('[role=tab] >> nth=1');
    await tab.reload();
    await tab.click('[aria-label="Saved queries"]');
    await tab.click('[role=dialog] >> text=orders so far');
    await tab.waitForSelector('.cm-content >> text=orders');
  }),
);

test(
  'below 400 kB of scripts for the first screen, all of them from here',
  onSite({}, async (site) => {
    const tab = await site.visit('/migrations');
    await tab.waitForSelector('[role=option]');
    const loaded = await tab.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name, initiatorType, encodedBodySize }) => ({
        name,
        initiatorType,
        encodedBodySize,
      })),
    );
    assert.deepEqual(loaded.filter(({ name }) => !name.startsWith(site.url)), []);
    const scripts = loaded.filter(({ name }) => name.endsWith('.js'));
    const size = scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
    assert.ok(size > 0 && size < 400_000, `${size} bytes`);
  }),
);
