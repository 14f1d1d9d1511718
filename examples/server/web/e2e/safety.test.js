// What keeps from harm: lint, rehearsals, backups, drift and the journal.
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { head, onSite, picture, startAll, stopAll, until } from './support/site.js';

before(startAll);
after(stopAll);

const ended = (tab, state) => tab.waitForSelector(`[data-run="${state}"]`, { timeout: 60_000 });

test(
  'a revision shows what it makes of the schema, what lint finds, and which locks it takes when it is tried',
  onSite({}, async (site) => {
    await site.migrate('4d2b8ef1a963');
    const tab = await site.visit('/migrations?rev=9f57c2036be8');
    await tab.click('[role=tab]:has-text("Schema")');
    await tab.waitForSelector('aside li:has-text("fee") >> text=numeric(18,4)', { timeout: 30_000 });
    await picture(tab, 'schema-changes');
    await tab.click('[role=tab]:has-text("Findings")');
    await tab.waitForSelector('aside [data-finding]');
    await tab.click('aside [data-try]');
    await tab.waitForSelector('[data-verdict="returns"]', { timeout: 30_000 });
    await tab.waitForSelector('[data-rehearsal] >> text=all wait');
    await picture(tab, 'findings');
    assert.deepEqual(site.current(), ['4d2b8ef1a963']);
  }),
);

test(
  'the dialog of a run has lint, and rehearses it; nothing changes until it is applied',
  onSite({}, async (site) => {
    await site.migrate('4d2b8ef1a963');
    const tab = await site.visit('/migrations');
    // By the file alone there is more, but its tables are empty here.
    await tab.waitForSelector('[role=option]:has-text("tighten accounts") >> text="1 finding of lint"', { state: 'attached' });
    await tab.click('[data-apply-all]');
    await tab.waitForSelector('[data-lint]:not([data-lint="asked"])');
    assert.notEqual(await tab.getAttribute('[data-lint]', 'data-lint'), '0');
    await tab.click('[role=dialog] [data-try]');
    await tab.waitForSelector('[role=dialog] [data-rehearsal="done"]', { timeout: 30_000 });
    await tab.locator('[data-rehearsal]').scrollIntoViewIfNeeded();
    await picture(tab, 'rehearsal');
    assert.deepEqual(site.current(), ['4d2b8ef1a963']);
    await tab.click('[data-act]');
    await ended(tab, 'done');
    assert.deepEqual(site.current(), [head]);
  }),
);

test(
  'what lint calls an error stands in the dialog as a sentence',
  onSite(
    {
      prepare: (site) =>
        site.writeRevision('d0000000000d', head, 'op.execute("ALTER TABLE users ADD COLUMN shoe_size int NOT NULL")', 'ask for sizes'),
    },
    async (site) => {
      await site.migrate(head);
      site.sql("INSERT INTO users (email, full_name) VALUES ('u@example.org', 'U')");
      const tab = await site.visit('/migrations');
      await tab.click('[data-apply-all]');
      await tab.waitForSelector('[role=dialog] [data-finding="L12"] >> text=NOT NULL without a default');
      await tab.waitForSelector('[data-act][data-look="danger"]');
    },
  ),
);

test(
  'a revision that asks the database says so, and is no error',
  onSite(
    {
      prepare: (site) =>
        site.writeRevision(
          'a5c0000000a5',
          head,
          [
            'import sqlalchemy as sa',
            'if op.get_bind().execute(sa.text("SELECT count(*) FROM users")).scalar() > 0:',
            '    op.execute("SELECT 1")',
          ].join('\n    '),
          'ask first',
        ),
    },
    async (site) => {
      const tab = await site.visit('/migrations?rev=a5c0000000a5&tab=sql');
      await tab.waitForSelector('aside [role=note] >> text=hangs on what the database answers');
      assert.equal(await tab.locator('aside [role=alert]').count(), 0);
    },
  ),
);

test(
  'a rehearsal of what would fail says so before it does',
  onSite(
    { prepare: (site) => site.writeRevision('bad00bad00ba', head, 'op.execute("SELECT 1 / 0")', 'divide by nothing') },
    async (site) => {
      await site.migrate(head);
      const tab = await site.visit('/migrations');
      await tab.click('[data-apply-all]');
      await tab.click('[role=dialog] [data-try]');
      await tab.waitForSelector('[data-rehearsal="failed"] >> text=division by zero', { timeout: 30_000 });
    },
  ),
);

test(
  'a rollback keeps what it destroys, and the backup brings it back',
  onSite({}, async (site) => {
    await site.migrate();
    site.sql("INSERT INTO users (email, full_name) SELECT 'u' || i || '@example.org', 'U ' || i FROM generate_series(1, 20) i");
    const tab = await site.visit(`/migrations?rev=8c1f3a5d7b20`);
    await tab.click('text=Undo this and later');
    await tab.waitForSelector('text=Data will be lost');
    await tab.selectOption('[data-backup-choice]', 'none');
    await tab.waitForSelector('[data-act][disabled]');
    await tab.fill('[data-confirm]', site.database);
    await tab.waitForSelector('[data-act]:not([disabled])');
    await tab.selectOption('[data-backup-choice]', 'full');
    await picture(tab, 'roll-back');
    await tab.click('[data-act]:not([disabled])');
    await ended(tab, 'done');
    const [made] = (await site.api('backups')).backups;
    await tab.waitForSelector(`[role=log] >> text=Backup ${made.id} ✓`);
    await tab.waitForSelector('[data-step="done"] >> text=/^Backup · /');
    await tab.waitForSelector('text=/13 of 13 steps/');
    assert.equal(site.sql("SELECT to_regclass('users') IS NULL"), 't');

    await tab.goto(`${site.url}/backups`);
    await tab.click('[data-backup] >> nth=0');
    await picture(tab, 'backup');
    await tab.click('[data-restore]');
    await tab.fill('[data-confirm]', site.database);
    await picture(tab, 'restore');
    await tab.click('[data-act]:not([disabled])');
    await ended(tab, 'done');
    await tab.waitForSelector('[data-report="restore_backup"]');
    assert.equal(site.sql('SELECT count(*) FROM users'), '20');
    assert.deepEqual(site.current(), [head]);
    await tab.waitForSelector(`text=${site.database}_before_`);
    await tab.goto(`${site.url}/migrations`);
    await tab.waitForSelector('text=Up to date');
  }),
);

test(
  'a backup is made by hand, and proven by loading it',
  onSite({}, async (site) => {
    await site.migrate();
    const tab = await site.visit('/backups');
    await tab.waitForSelector('text=No backup yet');
    await picture(tab, 'no-backup');
    await tab.click('[data-new-backup]');
    await tab.getByLabel('Reason').fill('before the release');
    await tab.click('[data-act]');
    await ended(tab, 'done');
    await tab.click('[data-backup]:has-text("before the release")');
    await tab.click('[data-verify-restore]');
    await tab.waitForSelector('[data-report="verify_backup"] >> text=it was loaded', { timeout: 60_000 });
  }),
);

test(
  'branches are tried in both orders before they are merged',
  onSite(
    {
      prepare: (site) => {
        const add = (type) => `op.execute("ALTER TABLE users ADD COLUMN IF NOT EXISTS nick ${type}")`;
        site.writeRevision('aaaaaaaaaaaa', head, add('text'), 'one way', 'op.execute("ALTER TABLE users DROP COLUMN IF EXISTS nick")');
        site.writeRevision('bbbbbbbbbbbb', head, add('varchar(9)'), 'another way', 'op.execute("ALTER TABLE users DROP COLUMN IF EXISTS nick")');
      },
    },
    async (site) => {
      const tab = await site.visit('/migrations?do=merge');
      await tab.click('[role=dialog] [data-try]');
      await tab.waitForSelector('[data-merge-rehearsal="conflicts"] >> text=users', { timeout: 30_000 });
      await picture(tab, 'merge');
    },
  ),
);

test(
  'drift names the odd one out of history, database and models',
  onSite({}, async (site) => {
    await site.migrate('4d2b8ef1a963');
    site.sql('ALTER TABLE users ADD COLUMN note text');
    const tab = await site.visit('/drift');
    await tab.waitForSelector('[data-odd="database"]:has-text("note")', { timeout: 30_000 });
    await tab.waitForSelector('[data-remedy="database"] >> text=drop_column');
    await picture(tab, 'drift');
    await tab.selectOption('[aria-label="Odd one out"]', 'database');
    await until(tab, () => document.querySelectorAll('[data-odd]').length === 1);
    site.sql('ALTER TABLE users DROP COLUMN note');
    await tab.click('text=Compare again');
    await tab.waitForSelector('[data-odd="database"]', { state: 'detached', timeout: 30_000 });
  }),
);

test(
  'a comparison that takes too long is stopped, on the server as well',
  onSite(
    { prepare: (site) => site.writeRevision('510510510510', head, 'op.execute("SELECT pg_sleep(600)")', 'a long one') },
    async (site) => {
      await site.migrate(head);
      await site.api('alembic/migrations/stamp', { target: '510510510510' });
      const sleeping = () => site.sql("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = 'SELECT pg_sleep(600)'");
      const asleep = async (wanted) => {
        while (sleeping() !== wanted) await new Promise((resolve) => setTimeout(resolve, 100));
      };
      const tab = await site.visit('/drift');
      await asleep('1');
      await tab.click('[data-stop]');
      await tab.waitForSelector('text=Not compared');
      await asleep('0');
    },
  ),
);

test(
  'the journal has every run with its steps, is whole, and names what was edited after apply',
  onSite({}, async (site) => {
    await site.migrate();
    appendFileSync(join(site.project, 'migrations/versions/8c1f3a5d7b20_create_users_and_accounts.py'), '\n# edited\n');
    const tab = await site.visit('/journal');
    await tab.waitForSelector('text=13 of 13 steps recorded');
    await tab.click('[data-check-journal]');
    await tab.waitForSelector('[data-journal="whole"]');
    await tab.waitForSelector('text=1 revision was edited after apply');
    await picture(tab, 'journal');
  }),
);
