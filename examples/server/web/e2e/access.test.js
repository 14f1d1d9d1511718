// Who one is, and what one may do.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onSite, passwordOf, picture, startAll, stopAll } from './support/site.js';

before(startAll);
after(stopAll);

const users = { vera: 'viewer', edda: 'editor', otto: 'operator', anna: 'admin' };

async function logIn(tab, name, password = passwordOf(name)) {
  await tab.getByLabel('Name').fill(name);
  await tab.getByLabel('Password').fill(password);
  await tab.keyboard.press('Enter');
}

const shown = (tab, selector) => tab.locator(selector).count();

test(
  'whoever logs in lands where they wanted to go, and leaves again',
  onSite({ users }, async (site) => {
    const tab = await site.visit('/data?schema=public&table=alembic_version');
    await tab.waitForSelector('h1:has-text("Log in")');
    await picture(tab, 'login');
    await logIn(tab, 'otto', 'something else');
    await tab.waitForSelector('text=Name and password do not fit.');
    await logIn(tab, 'otto');
    await tab.waitForSelector('[data-visitor="operator"]');
    assert.match(tab.url(), /data\?schema=public/);
    await tab.reload();
    await tab.waitForSelector('[data-visitor="operator"]');
    await tab.click('[aria-label="Log out"]');
    await tab.waitForSelector('h1:has-text("Log in")');
  }),
);

test(
  'each role sees what it may do; what it may not is refused all the same',
  onSite({ users }, async (site) => {
    const tab = await site.visit('/migrations');
    await logIn(tab, 'vera');
    await tab.waitForSelector('[role=option]');
    assert.equal(await shown(tab, '[data-apply-all]'), 0);
    assert.equal(await shown(tab, 'nav >> text=Query'), 0);
    const refused = await tab.evaluate(async () => {
      const { token } = await (await fetch('api/session')).json();
      const answer = await fetch('api/alembic/migrations/upgrade', {
        method: 'POST',
        headers: { 'X-Alembicore-Token': token, 'Content-Type': 'application/json' },
        body: '{"target": "head"}',
      });
      return { status: answer.status, ...(await answer.json()) };
    });
    assert.equal(refused.status, 403);
    assert.ok(refused.fix);
    await picture(tab, 'viewer');
    await tab.click('[aria-label="Log out"]');

    await logIn(tab, 'otto');
    await tab.click('[data-apply-all]');
    await tab.click('[data-act]:not([disabled])');
    await tab.waitForSelector('[data-run="done"]');
    await tab.goto(`${site.url}/data?schema=public&table=users`);
    await tab.waitForSelector('text=Insert row');
    await tab.click('[aria-label="Log out"]');

    await logIn(tab, 'edda');
    await tab.waitForSelector('text=Insert row');
    await tab.click('nav >> text=Query');
    await tab.waitForSelector('[data-run-query]');
    assert.equal(await shown(tab, 'text=Allow changes'), 0);
    await tab.click('nav >> text=Backups');
    await tab.waitForSelector('text=No backup yet');
    assert.equal(await shown(tab, '[data-new-backup]'), 0);
  }),
);

test(
  'a session that is over asks for a login, and does not lose the place',
  onSite({ users }, async (site) => {
    const tab = await site.visit('/schema?keys=1');
    await logIn(tab, 'anna');
    await tab.waitForSelector('[data-visitor="admin"]');
    await tab.context().clearCookies();
    // What the page asks for by itself may have told it before.
    await tab.reload();
    await tab.waitForSelector('h1:has-text("Log in")');
    await logIn(tab, 'anna');
    await tab.waitForURL(/\/schema\?keys=1/);
    await tab.waitForSelector('[data-visitor="admin"]');
  }),
);
