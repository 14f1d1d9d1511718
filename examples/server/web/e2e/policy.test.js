// What the browser may load: nothing but what lies on the server, and no style or script within a page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { head, onSite, startAll, stopAll, until } from './support/site.js';

before(startAll);
after(stopAll);

const screens = [
  `/migrations?rev=${head}`,
  `/migrations?rev=${head}&tab=changes`,
  `/migrations?rev=${head}&tab=sql`,
  `/migrations?rev=${head}&tab=findings`,
  `/migrations?rev=${head}&tab=source`,
  '/migrations?do=upgrade&to=head',
  '/migrations?do=new',
  '/migrations?do=merge',
  '/migrations?do=choose-stamp',
  '/migrations?do=baseline',
  '/migrations?do=squash',
  '/migrations?do=rebase',
  '/data',
  '/data?schema=public&table=orders',
  '/schema?keys=1',
  '/schema?schema=public&table=orders&view=table',
  '/models?model=Order',
  '/runs',
  '/drift',
  '/backups',
  '/journal',
  '/overview',
  '/docs/errors',
];

// Every breach since the page was opened; the browser tells of them in the console as well, which is a fault of the site.
async function watch(tab) {
  await tab.addInitScript(() => {
    globalThis.breaches = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
      globalThis.breaches.push(`${violatedDirective} ${blockedURI} ${sourceFile}`),
    );
  });
}

const breaches = (tab) => tab.evaluate(() => globalThis.breaches);

test(
  'the policy allows nothing unsafe, and each answer with the page has a nonce of its own',
  onSite({}, async (site) => {
    const policies = [];
    for (const path of ['/', '/migrations', '/docs/', '/api/version'])
      policies.push((await fetch(site.url + path)).headers.get('content-security-policy'));
    for (const policy of policies) {
      assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self'/);
      assert.doesNotMatch(policy, /unsafe|https?:|\*/);
    }
    const nonces = policies.slice(0, 2).map((policy) => /'nonce-([^']+)'/.exec(policy)?.[1]);
    assert.ok(nonces[0] && nonces[1] && nonces[0] !== nonces[1], nonces.join());
    assert.doesNotMatch(policies[3], /nonce/);
  }),
);

test(
  'no screen breaks the policy',
  onSite({}, async (site) => {
    await site.migrate('4d2b8ef1a963');
    await site.looksThrough();
    const tab = await site.visit('/migrations');
    await watch(tab);
    const found = [];
    for (const path of screens) {
      await tab.goto(site.url + path);
      await tab.waitForLoadState('networkidle').catch(() => undefined);
      found.push(...(await breaches(tab)).map((each) => `${path}: ${each}`));
    }
    assert.deepEqual(found, []);
  }),
);

test(
  'styles that scripts make are allowed by the nonce',
  onSite({}, async (site) => {
    await site.migrate();
    const tab = await site.visit('/migrations');
    await watch(tab);

    // The editor, its completions, its panel for searching, and the mark of an error.
    await tab.goto(`${site.url}/query?sql=SELECT%20nothing_such`);
    await until(tab, () => getComputedStyle(document.querySelector('.cm-editor') ?? document.body).display === 'flex');
    await tab.click('[data-run-query]');
    await until(tab, () => {
      const fault = document.querySelector('.cm-fault');
      return fault !== null && getComputedStyle(fault).textDecorationStyle === 'wavy';
    });
    await tab.click('.cm-content');
    await tab.keyboard.press('Control+f');
    await tab.waitForSelector('.cm-search');
    await tab.keyboard.press('Escape');
    await tab.keyboard.press('Control+a');
    await tab.keyboard.type('SELECT * FROM ord');
    await tab.keyboard.press('Control+Space');
    await tab.waitForSelector('.cm-tooltip-autocomplete');
    assert.deepEqual(await breaches(tab), []);

    // A dialog keeps what is behind it from scrolling.
    await tab.goto(`${site.url}/migrations?do=new`);
    await until(tab, () => document.body.hasAttribute('data-scroll-locked') && getComputedStyle(document.body).overflowY === 'hidden');
    assert.deepEqual(await breaches(tab), []);

    // Menus, the command palette, and a diagram that is dragged and saved as a picture.
    await tab.goto(`${site.url}/schema`);
    await tab.waitForSelector('.react-flow__node');
    await tab.dragAndDrop('.react-flow__node >> nth=0', '.react-flow__pane', { targetPosition: { x: 40, y: 40 } });
    await Promise.all([
      tab.waitForEvent('download'),
      (async () => {
        await tab.click('[aria-label="Export the diagram"]');
        await tab.click('[role=menuitem]:has-text("PNG")');
      })(),
    ]);
    await tab.keyboard.press('Control+k');
    await tab.waitForSelector('[cmdk-item]');
    assert.deepEqual(await breaches(tab), []);
  }),
);

test(
  'the interface for programs keeps to the policy as well',
  onSite({}, async (site) => {
    const tab = await site.visit('/migrations');
    await watch(tab);
    await tab.goto(`${site.url}/docs/`);
    await tab.locator('.opblock-summary-path', { hasText: /^\/api\/version$/ }).click();
    await tab.click('.try-out__btn');
    await tab.click('.execute');
    await tab.waitForSelector('.live-responses-table >> text=/"version"/');
    assert.deepEqual(await breaches(tab), []);
  }),
);
