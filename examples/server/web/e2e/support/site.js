// One server on one project with one database, and a browser to look at it with.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { Cluster } from './cluster.js';
import { smaller } from './small-png.js';

const web = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const server = process.env.ALEMBICORE_TEST_SERVER;
const page = process.env.ALEMBICORE_TEST_WEB ?? join(web, 'dist');
const sample = process.env.ALEMBICORE_TEST_PROJECT ?? resolve(web, '../../projects/broker');
const executablePath = process.env.ALEMBICORE_TEST_CHROMIUM ?? '/usr/bin/chromium';
const screenshots = process.env.ALEMBICORE_TEST_SCREENSHOTS;
const pictures = process.env.ALEMBICORE_TEST_PICTURES;

export const head = 'f82e97b1c06d';

export const passwordOf = (name) => `the password of ${name}`;

let cluster;
let browser;
let count = 0;

export async function startAll() {
  if (!server) throw new Error('ALEMBICORE_TEST_SERVER does not say where alembicore-server is');
  cluster = await Cluster.start();
  browser = await chromium.launch({
    executablePath,
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

export async function stopAll() {
  await browser?.close();
  await cluster?.stop();
}

function listening(child) {
  return new Promise((found, failed) => {
    let told = '';
    const hear = (piece) => {
      told += piece;
      const address = told.match(/serves (http:\S+)\//)?.[1];
      if (address) found(address);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => failed(new Error(`the server ended: ${told}`)));
  });
}

export class Site {
  // `prepare` may change the copy of the project before the server starts. `users`: names with their roles; each has
  // `passwordOf(name)`. `options`: further ones of the server.
  static async open({ prepare, databaseUrl, users, options = [] } = {}) {
    const site = new Site();
    count += 1;
    site.database = `broker_${count}`;
    site.folder = mkdtempSync(join(tmpdir(), 'alembicore-site-'));
    site.project = join(site.folder, 'project');
    site.contexts = [];
    site.faults = [];
    cpSync(sample, site.project, { recursive: true });
    cluster.createDatabase(site.database);
    prepare?.(site);
    site.process = spawn(server, ['--port', '0', '--web', page, ...site.makeUsers(users), ...options], {
      cwd: site.project,
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl ?? cluster.url(site.database),
        XDG_DATA_HOME: site.folder,
      },
    });
    site.url = await listening(site.process);
    return site;
  }

  makeUsers(users = {}) {
    const file = join(this.folder, 'users');
    for (const [name, role] of Object.entries(users))
      execFileSync(server, ['user', 'add', name, '--role', role, '--users', file], { input: passwordOf(name) });
    return Object.keys(users).length === 0 ? [] : ['--users', file];
  }

  writeRevision(id, parent, body, message = id, back = 'pass') {
    const parents = JSON.stringify(parent);
    writeFileSync(
      join(this.project, 'migrations/versions', `${id}.py`),
      [
        `"""${message}"""`,
        'from alembic import op',
        `revision = "${id}"`,
        `down_revision = ${parents.startsWith('[') ? `(${parents.slice(1, -1)},)` : parents}`,
        'branch_labels = None',
        'depends_on = None',
        'def upgrade():',
        `    ${body}`,
        'def downgrade():',
        `    ${back}`,
        '',
      ].join('\n'),
    );
  }

  sql(text) {
    return cluster.sql(this.database, text);
  }

  current() {
    return this.sql('SELECT version_num FROM alembic_version ORDER BY 1').split('\n');
  }

  async api(path, body) {
    const { token } = await (await fetch(`${this.url}/api/session`)).json();
    const answer = await fetch(`${this.url}/api/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'X-Alembicore-Token': token, 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return answer.json();
  }

  async migrate(target = 'head') {
    const { id } = await this.api('alembic/migrations/upgrade', { target });
    for (;;) {
      const run = await this.api(`runs/${id}`);
      if (run.state === 'done') return;
      if (run.state !== 'running') throw new Error(JSON.stringify(run.error));
    }
  }

  // What the server finds out about revisions in the background is there.
  async looksThrough() {
    for (let look = 0; look < 100; look += 1) {
      const { migrations } = await this.api('alembic/migrations');
      if (migrations.every(({ lint }) => lint !== null)) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  // Everything that the browser complains about, such as a breach of the Content-Security-Policy, is a fault; answers
  // with an error status, which the browser tells too, are part of what is tested.
  async visit(
    path = '/',
    { theme = 'dark', language = 'en', width = 1440, height = 900, motion = 'no-preference' } = {},
  ) {
    const context = await browser.newContext({ viewport: { width, height }, reducedMotion: motion });
    this.contexts.push(context);
    await context.addInitScript(
      ([shown, spoken]) => {
        localStorage.setItem('alembicore.theme', shown);
        localStorage.setItem('alembicore.language', spoken);
      },
      [theme, language],
    );
    const tab = await context.newPage();
    // Long, for machines that build something else meanwhile; what must be quick is measured by itself.
    tab.setDefaultTimeout(40_000);
    tab.on('pageerror', (failure) => this.faults.push(failure.message));
    tab.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        this.faults.push(message.text());
    });
    await tab.goto(this.url + path);
    return tab;
  }

  async close() {
    for (const context of this.contexts) await context.close();
    const ended = new Promise((done) => this.process.once('exit', done));
    this.process.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
    if (this.faults.length > 0) throw new Error(`the browser complains: ${this.faults.join('\n')}`);
  }
}

// Waits until the page says so. Its policy allows no strings as scripts, and those of a waitForFunction that is not true
// at once are such.
export async function until(tab, isSo) {
  while (!(await tab.evaluate(isSo))) await tab.waitForTimeout(50);
}

// Runs a test on a site of its own.
export function onSite(options, test) {
  return async () => {
    const site = await Site.open(options);
    try {
      await test(site);
    } catch (failure) {
      await site.close().catch((also) => console.error(also.message));
      throw failure;
    }
    await site.close();
  };
}

// Those that docs/how-to/use-the-page.md shows; the other ones are for whoever works on the page.
const documented = [
  'migrations-dark',
  'schema-changes',
  'findings',
  'rehearsal',
  'failed',
  'row',
  'conflict',
  'schema-dark',
  'drift',
  'backup',
  'journal',
  'russian',
];

// A still picture: what moves and what is only there for a moment is not in it.
export async function picture(tab, name) {
  const forDocs = pictures && documented.includes(name);
  if (!forDocs && !screenshots) return;
  await tab.waitForTimeout(250);
  const png = await tab.screenshot({ animations: 'disabled', caret: 'hide' });
  if (screenshots) writeFileSync(join(screenshots, `${name}.png`), png);
  if (forDocs) writeFileSync(join(pictures, `${name}.png`), smaller(png));
}
