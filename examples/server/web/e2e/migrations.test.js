import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { head, onSite, picture, startAll, stopAll } from './support/site.js';

before(startAll);
after(stopAll);

const ended = (tab, state) => tab.waitForSelector(`[data-run="${state}"]`);

test(
  'from the first visit to applied migrations in three clicks',
  onSite({}, async (site) => {
    const tab = await site.visit('/');
    await tab.click('[data-apply-all]');
    await picture(tab, 'apply');
    await tab.click('[data-act]');
    await ended(tab, 'done');
    await tab.waitForSelector('text=Up to date');
    assert.deepEqual(site.current(), [head]);
    await picture(tab, 'applied');
  }),
);

test(
  'rolls back to a revision in the middle',
  onSite({}, async (site) => {
    await site.migrate();
    const tab = await site.visit('/migrations?rev=71a3e9d2f84c');
    await tab.click('text=Roll back to here');
    const act = tab.locator('[data-act]:not([disabled])');
    await act.waitFor();
    assert.match(await act.innerText(), /^Roll back 9 on /);
    await tab.waitForSelector('text=Data will be lost');
    await picture(tab, 'roll-back');
    await act.click();
    await ended(tab, 'done');
    assert.deepEqual(site.current(), ['71a3e9d2f84c']);
  }),
);

test(
  'of what a rollback removes the dialog says one thing, also where there may be no rows',
  onSite(
    {
      prepare: (site) =>
        site.writeRevision('5aa5e0000001', head, 'op.execute("CREATE TABLE spare (id int PRIMARY KEY)")', 'spare', 'op.execute("DROP TABLE spare")'),
    },
    async (site) => {
      await site.migrate();
      const tab = await site.visit('/migrations?rev=5aa5e0000001');
      await tab.click('text=Undo this and later');
      await tab.waitForSelector('text=Data will be lost where there is any');
      await tab.waitForSelector('[data-lint="0"]:has-text("Apart from what is removed")');
    },
  ),
);

test(
  'a failing migration shows its error, and nothing has changed',
  onSite(
    { prepare: (site) => site.writeRevision('bad00bad00ba', head, 'op.execute("SELECT 1 / 0")', 'divide by nothing') },
    async (site) => {
      await site.migrate('71a3e9d2f84c');
      const tables = site.sql('SELECT count(*) FROM pg_class');
      const tab = await site.visit('/migrations');
      await tab.click('[data-apply-all]');
      await tab.click('[data-act]');
      await ended(tab, 'failed');
      await tab.waitForSelector('[data-run] [role=alert] >> text=division by zero');
      await picture(tab, 'failed');
      assert.deepEqual(site.current(), ['71a3e9d2f84c']);
      assert.equal(site.sql('SELECT count(*) FROM pg_class'), tables);
    },
  ),
);

test(
  'a run survives a reload of the page, and can be cancelled after it',
  onSite(
    { prepare: (site) => site.writeRevision('51ee951ee951', head, 'op.execute("SELECT pg_sleep(30)")', 'sleep') },
    async (site) => {
      await site.migrate(head);
      const tab = await site.visit('/migrations');
      await tab.click('[data-apply-all]');
      await tab.click('[data-act]');
      await tab.waitForSelector('[data-step="running"]');
      assert.match(tab.url(), /run=/);
      await tab.reload();
      await tab.waitForSelector('[data-step="running"]');
      assert.equal(await tab.locator('[role=log] >> text=pg_sleep').count(), 1);
      await picture(tab, 'running');
      await tab.click('text=Cancel run');
      await ended(tab, 'cancelled');
      assert.deepEqual(site.current(), [head]);
    },
  ),
);

test(
  'two browsers: the second sees the run of the first, and starts none beside it',
  onSite(
    { prepare: (site) => site.writeRevision('51ee951ee951', head, 'op.execute("SELECT pg_sleep(30)")', 'sleep') },
    async (site) => {
      await site.migrate(head);
      const first = await site.visit('/migrations');
      const second = await site.visit('/migrations');
      await second.click('[data-apply-all]');
      await second.waitForSelector('[data-act]:not([disabled])');
      await first.click('[data-apply-all]');
      await first.click('[data-act]');
      await first.waitForSelector('[data-step="running"]');
      await second.click('[data-act]');
      await second.waitForSelector('[role=dialog] >> text=another run goes on');
      await second.keyboard.press('Escape');
      await second.click('text=Follow');
      await second.waitForSelector('[data-step="running"]');
      await picture(second, 'two-browsers');
      await second.click('text=Cancel run');
      await Promise.all([ended(first, 'cancelled'), ended(second, 'cancelled')]);
    },
  ),
);

test(
  'two heads are explained, and merged',
  onSite(
    {
      prepare: (site) => {
        site.writeRevision('aaaaaaaaaaaa', head, 'pass', 'one way');
        site.writeRevision('bbbbbbbbbbbb', head, 'pass', 'another way');
      },
    },
    async (site) => {
      const tab = await site.visit('/migrations');
      await tab.waitForSelector('text=The history has 2 heads');
      await picture(tab, 'two-heads');
      await tab.click('text=Merge them');
      await tab.click('text=Merge 2 heads');
      await tab.waitForSelector('aside >> text=merge heads');
      const { heads } = await site.api('alembic/migrations/heads');
      assert.equal(heads.length, 1);
    },
  ),
);

test(
  'one head is dragged onto another to merge them; what leads to one can be shown alone',
  onSite(
    {
      prepare: (site) => {
        site.writeRevision('aaaaaaaaaaaa', head, 'pass', 'one way');
        site.writeRevision('bbbbbbbbbbbb', head, 'pass', 'another way');
        site.writeRevision('cccccccccccc', head, 'pass', 'third way');
      },
    },
    async (site) => {
      const tab = await site.visit('/migrations');
      await tab.selectOption('[aria-label="Branch"]', 'bbbbbbbbbbbb');
      await tab.waitForSelector('[role=option] >> text=one way', { state: 'detached' });
      await tab.waitForSelector('[role=option] >> text=another way');
      await tab.selectOption('[aria-label="Branch"]', '');
      await tab.waitForSelector('[role=option] >> text=one way');
      await tab.dragAndDrop('[role=option]:has-text("one way")', '[role=option]:has-text("third way")');
      await tab.waitForSelector('[role=dialog] >> text=Merge 2 heads');
      assert.equal(await tab.isChecked('[role=dialog] label:has-text("another way") input'), false);
      await tab.click('text=Merge 2 heads');
      await tab.waitForSelector('aside >> text=merge heads');
      const { heads } = await site.api('alembic/migrations/heads');
      assert.equal(heads.length, 2);
    },
  ),
);

test(
  'an unknown revision in the database is explained, and stamped over',
  onSite({}, async (site) => {
    await site.migrate();
    site.sql("UPDATE alembic_version SET version_num = 'deadbeef0000'");
    const tab = await site.visit('/migrations');
    await tab.waitForSelector('text=The database stands at deadbeef0000');
    await picture(tab, 'unknown-revision');
    await tab.click('text=Stamp…');
    await tab.click('[role=dialog] button:has-text("Stamp")');
    await tab.click('text=Forget what the version table holds now');
    await tab.click('[data-act]');
    await ended(tab, 'done');
    assert.deepEqual(site.current(), [head]);
  }),
);

test(
  'without a database the history is shown, and what is wrong',
  onSite({ databaseUrl: 'postgresql://nobody@127.0.0.1:1/none' }, async (site) => {
    const tab = await site.visit('/migrations');
    await tab.waitForSelector('text=The database cannot be asked');
    await tab.waitForSelector('text=index what people search for');
    await tab.waitForSelector('[role=option] >> text=Unknown');
    await picture(tab, 'no-database');
  }),
);

test(
  'writes a new revision',
  onSite({}, async (site) => {
    const tab = await site.visit('/migrations');
    await tab.click('text=New revision');
    await tab.keyboard.type('add wishes');
    await tab.keyboard.press('Enter');
    await tab.waitForSelector('aside >> text=add wishes');
    const { migrations } = await site.api('alembic/migrations');
    assert.equal(migrations[0].doc, 'add wishes');
  }),
);

test(
  'five thousand revisions: few are in the page, and it scrolls and searches at once',
  onSite(
    {
      prepare: (site) => {
        const id = (index) => index.toString(16).padStart(12, '0');
        for (let index = 1; index <= 5_000; index += 1)
          site.writeRevision(id(index), index === 1 ? head : id(index - 1), 'pass', `step ${index}`);
      },
    },
    async (site) => {
      const tab = await site.visit('/migrations?fold=0');
      await tab.waitForSelector('text=step 5000');
      assert.ok((await tab.locator('[role=option]').count()) < 100);
      const longest = await tab.evaluate(async () => {
        const list = document.querySelector('[data-history]');
        let worst = 0;
        for (let step = 0; step < 60; step += 1) {
          const since = performance.now();
          list.scrollTop += 2_000;
          await new Promise(requestAnimationFrame);
          worst = Math.max(worst, performance.now() - since);
        }
        return worst;
      });
      console.log(`5,000 revisions: longest frame while scrolling ${Math.round(longest)} ms`);
      assert.ok(longest < 1_500, `the longest frame took ${longest} ms`);
      await tab.fill('[data-search]', 'step 1234');
      await tab.waitForSelector('[role=option] >> text="step 1234"');
      await tab.goto(`${site.url}/migrations`);
      await tab.waitForSelector('text=/\\d+ revisions in a straight line/');
      await picture(tab, 'folded');
    },
  ),
);
