import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onSite, picture, startAll, stopAll } from './support/site.js';

before(startAll);
after(stopAll);

const rows = `
INSERT INTO users (email, full_name) SELECT 'user' || i || '@example.org', 'User ' || i FROM generate_series(1, 250) i;
INSERT INTO accounts (user_id, iban, currency) SELECT id, 'DE' || lpad(id::text, 20, '0'), 'EUR' FROM users`;

async function filled(site) {
  await site.migrate();
  site.sql(rows);
}

const cell = (row, column) => `[role=row][aria-rowindex="${row + 1}"] [data-column="${column}"]`;

async function write(tab, where, text) {
  await tab.dblclick(where);
  await tab.keyboard.press('Control+A');
  await tab.keyboard.press('Delete');
  await tab.keyboard.type(text);
  await tab.keyboard.press('Enter');
}

test(
  'edits wait until they are saved, and are all written then',
  onSite({}, async (site) => {
    await filled(site);
    const tab = await site.visit('/data?schema=public&table=users');
    await write(tab, cell(1, 'full_name'), "O'Hara");
    await write(tab, cell(2, 'full_name'), '');
    await tab.waitForSelector('text=2 edits not saved');
    assert.equal(site.sql('SELECT full_name FROM users WHERE id = 1'), 'User 1');
    await picture(tab, 'edits');
    await tab.keyboard.press('Control+s');
    await tab.waitForSelector('text=2 edits saved');
    assert.equal(site.sql('SELECT full_name FROM users WHERE id = 1'), "O'Hara");
    assert.equal(site.sql("SELECT count(*) FROM users WHERE full_name = ''"), '1');
  }),
);

test(
  'whoever comes second sees both versions, and decides',
  onSite({}, async (site) => {
    await filled(site);
    const tab = await site.visit('/data?schema=public&table=users');
    await write(tab, cell(1, 'full_name'), 'Mine');
    site.sql("UPDATE users SET full_name = 'Theirs' WHERE id = 1");
    await tab.click('[data-save]');
    await tab.waitForSelector('[role=dialog] >> text=Theirs');
    await tab.waitForSelector('[role=dialog] >> text=Mine');
    await picture(tab, 'conflict');
    assert.equal(site.sql('SELECT full_name FROM users WHERE id = 1'), 'Theirs');
    await tab.click('text=Write mine over it');
    await tab.waitForSelector('text=1 edit saved');
    assert.equal(site.sql('SELECT full_name FROM users WHERE id = 1'), 'Mine');
  }),
);

test(
  'what a deletion brings with it is shown first',
  onSite({}, async (site) => {
    await filled(site);
    const tab = await site.visit('/data?schema=public&table=users');
    await tab.check('[aria-label="Select row 1"]');
    await tab.click('[data-delete]');
    await tab.waitForSelector('[role=dialog] >> text=accounts');
    await tab.waitForSelector('[role=dialog] >> text=deleted too');
    await picture(tab, 'delete');
    await tab.click('[data-act]');
    await tab.waitForSelector('text=1 row deleted');
    assert.equal(site.sql('SELECT count(*) FROM users'), '249');
    assert.equal(site.sql('SELECT count(*) FROM accounts'), '249');
  }),
);

test(
  'a row is inserted by a form with a picker for the foreign key',
  onSite({}, async (site) => {
    await filled(site);
    const tab = await site.visit('/data?schema=public&table=accounts');
    await tab.click('text=Insert row');
    await tab.click('[aria-label="Choose from users"]');
    await tab.fill('[aria-label="Search"]', 'User 42');
    await tab.click('li button:has-text("User 42")');
    await tab.getByLabel('iban').fill('XX1');
    await tab.getByLabel('currency').fill('CHF');
    await picture(tab, 'insert');
    await tab.click('[form="insert-row"]');
    await tab.waitForSelector('text=Row inserted');
    assert.equal(site.sql("SELECT user_id FROM accounts WHERE iban = 'XX1'"), '42');
  }),
);

test(
  'pages, sorting and filters are in the address',
  onSite({}, async (site) => {
    await filled(site);
    const tab = await site.visit('/data?schema=public&table=users&sort=-id');
    await tab.waitForSelector(`${cell(1, 'id')} >> text="250"`);
    await tab.click('[aria-label="Next page"]');
    await tab.waitForSelector(`${cell(1, 'id')} >> text="150"`);
    await tab.reload();
    await tab.waitForSelector(`${cell(1, 'id')} >> text="150"`);
    await tab.goBack();
    await tab.waitForSelector(`${cell(1, 'id')} >> text="250"`);
    await tab.click('fieldset button:has-text("Filter")');
    await tab.selectOption('[role=dialog] select >> nth=0', 'email');
    await tab.fill('[role=dialog] input', 'user7@');
    await tab.keyboard.press('Enter');
    await tab.waitForSelector(`${cell(1, 'email')} >> text=user7@`);
    assert.match(tab.url(), /filter=/);
  }),
);

test(
  'a condition in SQL is a filter like others, and a wrong one is told where it is written',
  onSite({}, async (site) => {
    await filled(site);
    const tab = await site.visit('/data?schema=public&table=users');
    await tab.click('text=SQL condition');
    await tab.keyboard.type('id >');
    await tab.keyboard.press('Enter');
    await tab.waitForSelector('[role=dialog] [role=alert]');
    assert.doesNotMatch(tab.url(), /filter=/);
    await tab.fill('[role=dialog] textarea', 'id % 50 = 0');
    await tab.keyboard.press('Enter');
    await tab.waitForSelector('fieldset >> text=id % 50 = 0');
    await tab.waitForSelector(`${cell(5, 'id')} >> text="250"`);
    assert.equal(await tab.locator('[role=row]').count(), 6);
    await tab.reload();
    await tab.waitForSelector(`${cell(5, 'id')} >> text="250"`);
    await picture(tab, 'sql-filter');
  }),
);

test(
  'a row shows what points to it, how often, and leads there',
  onSite({}, async (site) => {
    await filled(site);
    site.sql("INSERT INTO accounts (user_id, iban, currency) VALUES (3, 'DE-SECOND', 'EUR')");
    const tab = await site.visit('/data?schema=public&table=users');
    await tab.click(cell(3, 'email'));
    await tab.keyboard.press('Shift+Enter');
    await tab.waitForSelector('[data-reference="accounts"] >> text="2"');
    await picture(tab, 'row');
    await tab.reload();
    await tab.click('[data-reference="accounts"]');
    await tab.waitForSelector(`${cell(2, 'iban')} >> text=DE-SECOND`);
    assert.equal(await tab.locator('[role=row]').count(), 3);
  }),
);

test(
  'cells are copied, pasted and filled as in a spreadsheet; a foreign key is picked in its cell',
  onSite({}, async (site) => {
    await filled(site);
    const tab = await site.visit('/data?schema=public&table=accounts');
    await tab.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await tab.click(cell(1, 'iban'));
    await tab.click(cell(3, 'currency'), { modifiers: ['Shift'] });
    await tab.keyboard.press('Control+c');
    const copied = await tab.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied.split('\n').length, 3);
    assert.match(copied, /^DE0+1\tEUR/);
    await tab.evaluate(() => navigator.clipboard.writeText('CHF\nGBP\n'));
    await tab.click(cell(4, 'currency'));
    await tab.keyboard.press('Control+v');
    await tab.waitForSelector('text=2 edits not saved');
    await tab.click(cell(5, 'currency'));
    await tab.keyboard.press('Shift+ArrowDown');
    await tab.keyboard.press('Shift+ArrowDown');
    await tab.keyboard.press('Control+d');
    await tab.waitForSelector('text=4 edits not saved');
    await tab.dblclick(cell(1, 'user_id'));
    await tab.keyboard.type('User 77');
    await tab.click('[role=dialog] li button:has-text("User 77")');
    await tab.waitForSelector('text=5 edits not saved');
    await tab.keyboard.press('Control+s');
    await tab.waitForSelector('text=5 edits saved');
    assert.equal(site.sql('SELECT string_agg(currency, \' \' ORDER BY id) FROM accounts WHERE id BETWEEN 4 AND 7'), 'CHF GBP GBP GBP');
    assert.equal(site.sql('SELECT user_id FROM accounts WHERE id = 1'), '77');
  }),
);

test(
  'a million rows: the last page comes as fast as the first',
  onSite({}, async (site) => {
    site.sql('CREATE TABLE numbers AS SELECT i AS id, md5(i::text) AS text FROM generate_series(1, 1000000) i');
    site.sql('ALTER TABLE numbers ADD PRIMARY KEY (id); ANALYZE numbers');
    const tab = await site.visit('/data?schema=public&table=numbers&size=500');
    await tab.waitForSelector(`${cell(1, 'id')} >> text="1"`);
    await tab.waitForSelector('text=≈ 1,000,000 rows');
    assert.ok((await tab.locator('[role=row]').count()) < 100);
    const since = Date.now();
    await tab.click('[aria-label="Last page"]');
    await tab.waitForSelector(`${cell(1, 'id')} >> text="999501"`);
    assert.ok(Date.now() - since < 2_000);
  }),
);
