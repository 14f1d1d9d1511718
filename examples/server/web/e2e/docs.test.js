import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onSite, startAll, stopAll } from './support/site.js';

before(startAll);
after(stopAll);

test(
  'the interface for programs is shown and can be tried out',
  onSite({}, async (site) => {
    const tab = await site.visit('/docs');
    await tab.waitForSelector('.opblock-summary-path');
    assert.match(tab.url(), /\/docs\/$/);
    assert.ok((await tab.locator('.opblock').count()) > 40);
    await tab.locator('.opblock-summary-path', { hasText: /^\/api\/version$/ }).click();
    await tab.click('.try-out__btn');
    await tab.click('.execute');
    await tab.waitForSelector('.live-responses-table >> text=/"version"/');
  }),
);

test(
  'an error leads to the page of its code',
  onSite({}, async (site) => {
    const tab = await site.visit('/docs/errors#multiple_heads');
    await tab.waitForSelector('tr#multiple_heads:target');
  }),
);
