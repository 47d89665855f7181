// The start page with Chromium: local mode with 500 namespaces of 50 applications each beside the example logs, found while every server sleeps.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { launch } from './chromium.js';
import { LocalMode } from './local-mode.js';
import { fill } from './many-applications.js';
import { TARGET } from './program.js';

const NAMESPACES = 500;
const APPLICATIONS = 50;
// of the namespace billing
const EXAMPLE = 'spark-93be17c05d2f4a68bf04e7a9c6d83125';
// of no namespace
const UNKNOWN = 'spark-0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const WINDOW = { width: 1180, height: 760 };

let local;
let browser;
let base;

before(async () => {
  mkdirSync(TARGET + 'screenshots', { recursive: true });
  rmSync(TARGET + 'work/applications', { recursive: true, force: true });
  local = await LocalMode.start([], (logs, work) => fill(logs, work, NAMESPACES, APPLICATIONS));
  base = local.origin + '/sparkhistory/';
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await local?.stop();
});

/** A page, and what went wrong in it. */
async function open(path = '', options = {}) {
  const context = await browser.newContext({ viewport: WINDOW, ...options });
  context.setDefaultTimeout(20_000);
  const problems = [];
  context.on('weberror', (error) => problems.push(String(error.error())));
  context.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  const page = await context.newPage();
  await page.goto(base + path);
  return { page, context, problems };
}

/** States of the servers that nobody has woken yet: those of the examples. */
async function wakes() {
  const states = ['billing', 'fraud-detection', 'recommendations'].map(async (namespace) => {
    const answer = await fetch(`${base}-/status/${namespace}`, { headers: { Accept: 'application/json' } });
    return (await answer.json()).state;
  });
  return Promise.all(states);
}

const names = (page) => page.locator('#rows th a').allInnerTexts();
const summary = (page) => page.locator('#summary').innerText();
const found = (page, text) => page.locator('#summary', { hasText: text }).waitFor();
const screenshot = (page, name) => page.screenshot({ path: `${TARGET}screenshots/${name}.png` });
const isWide = (page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

describe('with many namespaces', () => {
  test('the newest applications of all namespaces are the first page', async () => {
    const { page, context, problems } = await open();
    assert.equal(await summary(page), `${NAMESPACES * APPLICATIONS} applications`);
    assert.equal((await names(page)).length, 50);
    const times = await page.locator('#rows time').evaluateAll((all) => all.map((each) => each.dateTime));
    assert.equal(times.length, 50);
    await page.getByText(`and ${NAMESPACES + 3 - 100} more. Search for their names.`).waitFor();
    await screenshot(page, 'start-many');
    assert.deepEqual(problems, []);
    await context.close();
  });

  test('the list follows as one types, and the address has the words', async () => {
    const { page, context, problems } = await open();
    await page.keyboard.press('/');
    await page.keyboard.type('train team-42 alice');
    await found(page, 'found for “train team-42 alice”');
    for (const row of await page.locator('#rows tr').allInnerTexts()) {
      assert.match(row, /train/);
      assert.match(row, /team-42/);
      assert.match(row, /alice/);
    }
    assert.equal(new URL(page.url()).searchParams.get('q'), 'train team-42 alice');
    const shown = await names(page);
    await page.reload();
    assert.deepEqual(await names(page), shown);
    assert.equal(await page.getByRole('searchbox').inputValue(), 'train team-42 alice');
    await screenshot(page, 'start-search');
    assert.deepEqual(problems, []);
    await context.close();
  });

  test('pages follow each other, with and without JavaScript', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const { page, context } = await open('?q=team-7', { javaScriptEnabled });
      const seen = new Set();
      for (;;) {
        const ids = await page.locator('#rows .id').allInnerTexts();
        ids.forEach((id) => assert.ok(!seen.has(id), id));
        ids.forEach((id) => seen.add(id));
        const older = page.getByRole('link', { name: 'Older applications' });
        if (!(await older.isVisible()) || seen.size >= 150) {
          break;
        }
        await older.click();
        await page.getByRole('link', { name: 'Newest applications' }).waitFor();
      }
      assert.equal(seen.size, 150);
      await context.close();
    }
  });

  test('without JavaScript the form searches', async () => {
    const { page, context } = await open('', { javaScriptEnabled: false });
    await page.getByRole('searchbox').fill('revenue');
    await page.keyboard.press('Enter');
    await found(page, 'found for “revenue”');
    (await names(page)).forEach((name) => assert.match(name, /revenue/));
    await context.close();
  });

  test('a namespace is found by its name, and nothing by what nobody has', async () => {
    const { page, context } = await open();
    await page.getByRole('searchbox').fill('fraud');
    await found(page, '0 applications found for “fraud”');
    assert.deepEqual(await page.locator('#list a:visible').allInnerTexts(), ['fraud-detection']);
    await page.getByRole('searchbox').fill('no such thing');
    await found(page, '0 applications found for “no such thing”');
    assert.equal(await page.locator('#applications').isVisible(), false);
    assert.equal(await page.locator('#namespaces').isVisible(), false);
    await screenshot(page, 'start-nothing');
    await context.close();
  });

  test('a row is read aloud with its heading, and the count as it changes', async () => {
    const { page, context } = await open('?q=team-1');
    assert.equal(await page.getByRole('search').count(), 1);
    assert.equal(await page.getByRole('columnheader').count(), 7);
    assert.equal(await page.getByRole('rowheader').count(), 50);
    assert.equal(await page.locator('#summary').getAttribute('role'), 'status');
    await page.getByRole('searchbox', { name: 'Search by name, id, user or namespace' }).waitFor();
    await context.close();
  });

  test('it fits a phone, the dark, and the frame of a dashboard', async () => {
    for (const [name, options] of [
      ['start-phone', { viewport: { width: 400, height: 800 } }],
      ['start-dark', { colorScheme: 'dark' }],
    ]) {
      const { page, context, problems } = await open('', options);
      assert.equal(await isWide(page), false, name);
      await screenshot(page, name);
      assert.deepEqual(problems, []);
      await context.close();
    }
    const { page, context, problems } = await open();
    const body = `<title>Dashboard</title><iframe src="${base}" style="width:100%;height:700px"></iframe>`;
    await page.route('**/dashboard', (route) => route.fulfill({ contentType: 'text/html', body }));
    await page.goto(local.origin + '/dashboard');
    const frame = page.frameLocator('iframe');
    await frame.getByRole('searchbox').fill('invoice');
    await frame.locator('#summary', { hasText: 'found for “invoice”' }).waitFor();
    await screenshot(page, 'start-frame');
    assert.deepEqual(problems, []);
    await context.close();
  });

  test('an id that no list has leads to its address by Enter, with and without JavaScript', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const { page, context } = await open('', { javaScriptEnabled });
      await page.getByRole('searchbox').fill(UNKNOWN);
      if (javaScriptEnabled) {
        const link = page.getByRole('link', { name: `Look for ${UNKNOWN}` });
        await link.waitFor();
        assert.equal(await link.getAttribute('href'), `/sparkhistory/-/app/${UNKNOWN}`);
        await page.getByRole('searchbox').fill('team-1');
        await link.waitFor({ state: 'hidden' });
        await page.getByRole('searchbox').fill(UNKNOWN);
      }
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Application not found' }).waitFor();
      assert.equal(page.url(), `${base}-/app/${UNKNOWN}`);
      await context.close();
    }
  });

  test('the page of an unknown application says where was looked, and can be read aloud', async () => {
    const { page, context } = await open(`-/app/${UNKNOWN}`);
    await page.getByText(`no list of the ${NAMESPACES + 3} namespaces`).waitFor();
    assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
    assert.equal(await page.getByRole('list', { name: 'Namespaces that were searched' }).getByRole('listitem').count(), 100);
    const first = page.locator('#list li').first();
    assert.match(await first.innerText(), /List never read/);
    assert.equal(await first.getByRole('link').getAttribute('href'), `/sparkhistory/billing/history/${UNKNOWN}/`);
    const button = page.getByRole('button', { name: 'Wake 3 namespaces and look again' });
    assert.match(await page.locator(`#${await button.getAttribute('aria-describedby')}`).innerText(), /3 history servers sleep/);
    await page.locator('.brand').focus();
    await page.keyboard.press('Tab');
    assert.equal(await button.evaluate((element) => element === document.activeElement), true);
    await page.keyboard.press('Tab');
    assert.equal(await first.getByRole('link').evaluate((element) => element === document.activeElement), true);
    assert.ok((await wakes()).every((state) => state === 'asleep'));
    await context.close();
  });

  test('the page of an unknown application fits a phone, the dark, and a frame', async () => {
    for (const [name, options] of [
      ['unknown-light', {}],
      ['unknown-dark', { colorScheme: 'dark' }],
      ['unknown-phone', { viewport: { width: 400, height: 800 } }],
    ]) {
      const { page, context } = await open(`-/app/${UNKNOWN}`, options);
      assert.equal(await isWide(page), false, name);
      await screenshot(page, name);
      await context.close();
    }
    const { page, context } = await open();
    const body = `<title>Dashboard</title><iframe src="${base}-/app/${UNKNOWN}" style="width:100%;height:700px"></iframe>`;
    await page.route('**/dashboard', (route) => route.fulfill({ contentType: 'text/html', body }));
    await page.goto(local.origin + '/dashboard');
    await page.frameLocator('iframe').getByRole('heading', { name: 'Application not found' }).waitFor();
    await context.close();
  });

  test('another page cannot press the button', async () => {
    const { page, context } = await open('?q=team-1');
    const status = await page.evaluate(async (address) => (await fetch(address, { method: 'POST' })).status, `${base}-/app/${UNKNOWN}`);
    assert.equal(status, 403);
    const other = await context.newPage();
    await other.route('http://other.example/', (route) =>
      route.fulfill({ contentType: 'text/html', body: `<form method="post" action="${base}-/app/${UNKNOWN}"><button>Go</button></form>` }),
    );
    await other.goto('http://other.example/');
    await other.getByRole('button').click();
    await other.waitForURL(`${base}**`);
    await other.getByText('was not asked for by the page').waitFor();
    assert.ok((await wakes()).every((state) => state === 'asleep'));
    await context.close();
  });

  test('what several namespaces have is a choice', async () => {
    const id = 'spark-feedfacefeedfacefeedfacefeedface';
    const { page, context } = await open(`-/app/${id}`);
    await page.getByText('Several of your namespaces have an application with this id.').waitFor();
    assert.deepEqual(await page.locator('.list a:visible').allInnerTexts(), ['team-8', 'team-9']);
    await screenshot(page, 'choice-light');
    await context.close();
    for (const [name, options] of [
      ['choice-dark', { colorScheme: 'dark' }],
      ['choice-phone', { viewport: { width: 400, height: 800 } }],
    ]) {
      const looked = await open(`-/app/${id}`, options);
      assert.equal(await isWide(looked.page), false, name);
      await screenshot(looked.page, name);
      await looked.context.close();
    }
  });

  test('programs get the same', async () => {
    const answer = await fetch(base + '?q=score+bob&limit=7', { headers: { Accept: 'application/json' } });
    const list = await answer.json();
    assert.equal(list.applications.length, 7);
    const { page, context } = await open('?q=score+bob&limit=7');
    assert.deepEqual(await page.locator('#rows .id').allInnerTexts(), list.applications.map(({ id }) => id));
    await context.close();
  });
});

test('whoever sees one namespace finds its applications there, and its server awake', async () => {
  const one = await LocalMode.start([], (logs) => {
    ['billing', 'fraud-detection'].forEach((each) => rmSync(`${logs}/${each}`, { recursive: true }));
  });
  try {
    const context = await browser.newContext({ viewport: WINDOW });
    const page = await context.newPage();
    await page.goto(one.origin + '/sparkhistory/');
    await page.getByRole('heading', { name: 'Spark history of recommendations' }).waitFor();
    await page.locator('#state', { hasText: 'Ready' }).waitFor({ timeout: 120_000 });
    await page.locator('#summary', { hasText: '3 applications, list read' }).waitFor({ timeout: 60_000 });
    assert.deepEqual(await names(page), ['click-stream-sessions', 'daily-revenue-by-country', 'train-item-similarity']);
    assert.equal(await page.locator('#namespaces').isVisible(), false);
    await screenshot(page, 'start-one');
    await page.getByRole('link', { name: 'daily-revenue-by-country' }).click();
    await page.waitForFunction(() => document.title.includes('daily-revenue-by-country - Spark Jobs'), null, { timeout: 60_000 });
    await context.close();
  } finally {
    await one.stop();
  }
});

for (const javaScriptEnabled of [true, false]) {
  test(`the button wakes the servers, and the page opens what one of them has (JavaScript: ${javaScriptEnabled})`, async () => {
    rmSync(TARGET + 'work/applications', { recursive: true, force: true });
    const few = await LocalMode.start();
    try {
      const context = await browser.newContext({ viewport: WINDOW, javaScriptEnabled });
      const page = await context.newPage();
      await page.goto(`${few.origin}/sparkhistory/-/app/${EXAMPLE}`);
      await page.getByText('no list of the 3 namespaces').waitFor();
      await page.getByRole('button', { name: 'Wake 3 namespaces and look again' }).press('Enter');
      await page.locator('#progress', { hasText: 'This page looks again by itself.' }).waitFor();
      if (javaScriptEnabled) {
        await page.locator('#progress', { hasText: 'starting' }).waitFor();
        await screenshot(page, 'unknown-waking');
      }
      await page.waitForURL(`**/history/${EXAMPLE}/**`, { timeout: 120_000 });
      await context.close();
    } finally {
      await few.stop();
    }
  });
}
