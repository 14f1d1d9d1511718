// What was stopped half-way, and what writes the history anew.
import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { head, onSite, picture, startAll, stopAll } from './support/site.js';

before(startAll);
after(stopAll);

const ended = (tab, state) => tab.waitForSelector(`[data-run="${state}"]`, { timeout: 60_000 });
const stopped = 'abababababab';

const twoIndexes = [
  'with op.get_context().autocommit_block():',
  '        op.execute("CREATE INDEX CONCURRENTLY by_name ON users (full_name)")',
  '        op.execute("CREATE UNIQUE INDEX CONCURRENTLY by_name_once ON users (full_name)")',
].join('\n');

test(
  'a revision that was stopped half-way is shown statement by statement, and finished',
  onSite({ prepare: (site) => site.writeRevision(stopped, head, twoIndexes, 'names are unique') }, async (site) => {
    await site.migrate(head);
    site.sql("INSERT INTO users (email, full_name) SELECT 'u' || i || '@example.org', 'the same' FROM generate_series(1, 2) i");
    const tab = await site.visit('/migrations');
    await tab.click('[data-apply-all]');
    await tab.click('[data-act]:not([disabled])');
    await ended(tab, 'failed');
    await tab.waitForSelector(`text=Revision ${stopped} is half done`);
    await picture(tab, 'half-done-banner');
    await tab.click('[data-resume]');
    await tab.waitForSelector('[role=dialog] [aria-label="done"]');
    await tab.waitForSelector('[role=dialog] >> text=which is INVALID');
    await picture(tab, 'half-done');
    site.sql("UPDATE users SET full_name = full_name || id");
    await tab.click('[role=dialog] [data-act]:not([disabled])');
    await ended(tab, 'done');
    await tab.waitForSelector('[data-resume]', { state: 'detached' });
    assert.deepEqual(site.current(), [stopped]);
  }),
);

test(
  'a database without Alembic becomes the first revision',
  onSite(
    {
      prepare: (site) => {
        const folder = join(site.project, 'migrations/versions');
        for (const file of readdirSync(folder)) rmSync(join(folder, file), { recursive: true });
        site.sql('CREATE TABLE shops (id int PRIMARY KEY, name text NOT NULL)');
        site.sql('CREATE TABLE tills (id int PRIMARY KEY, shop int NOT NULL REFERENCES shops)');
      },
    },
    async (site) => {
      const tab = await site.visit('/migrations');
      await tab.waitForSelector('[data-baseline]');
      await picture(tab, 'no-revision');
      await tab.click('[data-baseline]');
      await tab.click('[data-try]');
      await tab.waitForSelector('[data-rewriting="proven"]', { timeout: 60_000 });
      await picture(tab, 'baseline');
      await tab.click('[role=dialog] [data-act]:not([disabled])');
      await ended(tab, 'done');
      await tab.waitForSelector('[data-rewriting="written"]');
      await tab.waitForSelector('text=Up to date');
      await picture(tab, 'baseline-written');
      assert.equal(site.current().length, 1);
    },
  ),
);

test(
  'revisions become one that makes the same',
  onSite({}, async (site) => {
    await site.migrate();
    const before = (await site.api('alembic/migrations')).migrations.length;
    const tab = await site.visit('/migrations');
    await tab.click('[aria-label="More actions"]');
    await tab.click('text=Squash revisions');
    await tab.selectOption('[data-squash-to]', 'b5d80f6e3c47');
    await tab.click('[data-try]');
    await tab.waitForSelector('[data-rewriting="proven"]', { timeout: 60_000 });
    await picture(tab, 'squash');
    await tab.click('[role=dialog] [data-act]:not([disabled])');
    await ended(tab, 'done');
    await tab.waitForSelector('[data-rewriting="written"]');
    assert.equal((await site.api('alembic/migrations')).migrations.length, before - 2);
    assert.deepEqual(site.current(), [head]);
  }),
);

const [ours, theirs, theirNext] = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'cccccccccccc'];

test(
  'a branch is put behind the other one, and what would change is shown first',
  onSite(
    {
      prepare: (site) => {
        site.writeRevision(ours, head, 'op.execute("CREATE TABLE ours (id int)")', 'our table', 'op.drop_table("ours")');
        site.writeRevision(theirs, head, 'op.execute("CREATE TABLE theirs (id int)")', 'their table', 'op.drop_table("theirs")');
        site.writeRevision(theirNext, theirs, 'op.execute("CREATE INDEX their_ids ON theirs (id)")', 'their index');
      },
    },
    async (site) => {
      await site.migrate(ours);
      const heads = async () => (await site.api('alembic/migrations')).heads;
      const tab = await site.visit('/migrations');
      await tab.click('[data-rebase-heads]');
      // What is suggested: the branch that is not applied, from its first revision on, behind the one that is.
      await tab.waitForSelector(`[data-rebase="${ours}"]`);
      assert.equal(await tab.inputValue('[data-rebase-revision]'), theirs);
      await tab.waitForSelector('[role=dialog] >> text=1 revision that comes after it goes with it');
      await tab.waitForSelector(`[role=dialog] >> text=− down_revision = "${head}"`);
      await tab.waitForSelector(`[role=dialog] >> text=+ down_revision = "${ours}"`);
      await picture(tab, 'rebase');
      assert.equal((await heads()).length, 2);

      // The other way round something would count as applied that has never run.
      await tab.selectOption('[data-rebase-revision]', ours);
      await tab.selectOption('[data-rebase-onto]', theirNext);
      await tab.waitForSelector(`[role=dialog] >> text=${theirNext}, ${theirs} would come before it`);
      await picture(tab, 'rebase-skips');

      await tab.selectOption('[data-rebase-revision]', theirs);
      await tab.selectOption('[data-rebase-onto]', ours);
      await tab.waitForSelector(`[data-rebase="${ours}"]`);
      await tab.click('[role=dialog] [data-act]:not([disabled])');
      await tab.waitForSelector('[role=dialog]', { state: 'detached' });
      await tab.waitForSelector('[data-rebase-heads]', { state: 'detached' });
      assert.deepEqual(await heads(), [theirNext]);
      await site.migrate();
      assert.deepEqual(site.current(), [theirNext]);
    },
  ),
);

test(
  'a revision is moved from its own panel, and where it cannot go is not offered',
  onSite({ prepare: (site) => site.writeRevision(ours, head, 'pass', 'our table') }, async (site) => {
    const tab = await site.visit(`/migrations?rev=${head}`, { language: 'ru' });
    await tab.click('aside [aria-label="Другие действия"]');
    await tab.click('text=Поставить за другой');
    await tab.waitForSelector('[role=dialog] >> text=Переставить ветку');
    const offered = await tab.locator('[data-rebase-onto] option').evaluateAll((all) => all.map(({ value }) => value));
    assert.ok(!offered.includes(head) && !offered.includes(ours), offered.join());
    await tab.selectOption('[data-rebase-onto]', '2e94b7c06d1a');
    await tab.waitForSelector('[data-rebase="2e94b7c06d1a"]');
    await picture(tab, 'rebase-russian');
  }),
);
