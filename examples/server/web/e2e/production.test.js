// A database that is marked as one for production.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { head, onSite, picture, startAll, stopAll } from './support/site.js';

before(startAll);
after(stopAll);

const options = ['--production'];
const ended = (tab, state) => tab.waitForSelector(`[data-run="${state}"]`, { timeout: 60_000 });

test(
  'every screen shows the mark, and applying and rolling back ask for the name',
  onSite({ options }, async (site) => {
    const tab = await site.visit('/migrations');
    await tab.waitForSelector(`[data-production] >> text=${site.database}`);
    await picture(tab, 'production');
    await tab.click('[data-apply-all]');
    await tab.waitForSelector('[role=dialog] >> text=marked as one for production');
    await tab.waitForSelector('[data-act][disabled]');
    await tab.fill('[data-confirm]', `${site.database}x`);
    await tab.waitForSelector('[data-act][disabled]');
    await tab.fill('[data-confirm]', site.database);
    await tab.locator('[data-confirm]').scrollIntoViewIfNeeded();
    await picture(tab, 'production-apply');
    await tab.click('[data-act]:not([disabled])');
    await ended(tab, 'done');
    assert.deepEqual(site.current(), [head]);

    await tab.goto(`${site.url}/migrations?do=downgrade&to=4d2b8ef1a963`);
    await tab.waitForSelector('[data-act][disabled]');
    await tab.fill('[data-confirm]', site.database);
    await tab.click('[data-act]:not([disabled])');
    await ended(tab, 'done');
    assert.ok(!site.current().includes(head));

    for (const screen of ['data', 'schema', 'runs', 'overview']) {
      await tab.goto(`${site.url}/${screen}`);
      await tab.waitForSelector('[data-production]');
    }
  }),
);

test(
  'what comes without the name is refused, whoever sends it',
  onSite({ options }, async (site) => {
    for (const body of [{ target: 'head' }, { target: 'head', confirm: 'another' }]) {
      const refused = await site.api('alembic/migrations/upgrade', body);
      assert.equal(refused.status, 428);
      assert.match(refused.fix, new RegExp(site.database));
    }
    assert.deepEqual((await site.api('runs')).runs, []);
  }),
);

test(
  'stamping and restoring ask as well, in Russian, too',
  onSite({ options }, async (site) => {
    const tab = await site.visit('/migrations?do=stamp&to=head', { language: 'ru' });
    await tab.waitForSelector('[data-production] >> text=Рабочая база');
    await tab.waitForSelector('[data-act][disabled]');
    await tab.fill('[data-confirm]', site.database);
    await picture(tab, 'production-russian');
    await tab.click('[data-act]:not([disabled])');
    await ended(tab, 'done');
    assert.deepEqual(site.current(), [head]);

    const { id } = await site.api('backups', {});
    for (let state = 'running'; state === 'running'; ) ({ state } = await site.api(`runs/${id}`));
    await tab.goto(`${site.url}/backups`);
    await tab.click('[data-backup] >> nth=0');
    await tab.click('[data-restore]');
    await tab.waitForSelector('[data-act][disabled]');
    await tab.fill('[data-confirm]', site.database);
    await tab.click('[data-act]:not([disabled])');
    await ended(tab, 'done');
  }),
);

test(
  'without the mark nothing of it is there',
  onSite({}, async (site) => {
    const tab = await site.visit('/migrations');
    await tab.click('[data-apply-all]');
    await tab.waitForSelector('[data-act]:not([disabled])');
    assert.equal(await tab.locator('[data-production]').count(), 0);
    assert.equal(await tab.locator('[data-confirm]').count(), 0);
  }),
);
