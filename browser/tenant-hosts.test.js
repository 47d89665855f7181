// A visitor with Chromium where each namespace has a host of its own: from the landing page to the host of a namespace and back,
// a download, and who may show its pages in a frame.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { launch } from './chromium.js';
import { forward } from './forward.js';
import { LocalMode } from './local-mode.js';
import { PAGE, TARGET } from './program.js';
import { Traffic } from './traffic.js';

const NAMESPACE = 'recommendations';
const PATH = `/sparkhistory/${NAMESPACE}/`;

let local;
let front;
let browser;
let main;
let own;
let context;
let page;
let traffic;

before(async () => {
  mkdirSync(TARGET + 'screenshots', { recursive: true });
  local = await LocalMode.start(['--tenant-host', '{namespace}.localhost']);
  front = await frontOf(local.origin);
  const { port } = front.address();
  main = `http://localhost:${port}`;
  own = `http://${NAMESPACE}.localhost:${port}`;
  browser = await launch();
  context = await browser.newContext({ viewport: { width: 1180, height: 760 }, acceptDownloads: true });
  context.setDefaultTimeout(PAGE);
  // whatever a page of the namespace asks for is on its own host
  traffic = new Traffic(context, own + '/sparkhistory/');
  page = await context.newPage();
});

after(async () => {
  await browser?.close();
  front?.closeAllConnections();
  front?.close();
  await local?.stop();
});

const screenshot = (name) => page.screenshot({ path: `${TARGET}screenshots/${name}.png` });
const link = (name) => page.getByRole('link', { name, exact: true }).first();

/** What stands in front of the gateway: on every host also a page that shows an address in a frame, as a dashboard does. */
async function frontOf(gateway) {
  const server = http.createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, gateway);
    if (pathname === '/frame') {
      const frame = `<iframe src="${searchParams.get('src')}" width="1000" height="600"></iframe>`;
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>Dashboard</title>${frame}`);
      return;
    }
    forward(gateway + request.url, request, response, request.headers);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** A page of another origin that shows the address in a frame; resolves to what the frame shows. */
async function framedBy(origin, address) {
  const outside = await context.newPage();
  await outside.goto(`${origin}/frame?src=${encodeURIComponent(address)}`);
  const frame = await (await outside.waitForSelector('iframe')).contentFrame();
  await frame.waitForLoadState('load');
  await outside.waitForLoadState('networkidle');
  const shown = { url: frame.url(), text: await frame.evaluate(() => document.body?.innerText ?? '').catch(() => '') };
  await outside.screenshot({ path: `${TARGET}screenshots/framed-by-${new URL(origin).hostname}.png` });
  await outside.close();
  traffic.problems(); // of what is outside
  return shown;
}

test('the landing page is on the main host and links to the hosts of the namespaces', async () => {
  await page.goto(main + '/sparkhistory/');
  const links = await page.locator('#list li a:visible').evaluateAll((all) => all.map((each) => each.href));
  const { port } = new URL(main);
  assert.deepEqual(
    links,
    ['billing', 'fraud-detection', NAMESPACE].map((each) => `http://${each}.localhost:${port}/sparkhistory/${each}/`),
  );
  await screenshot('tenant-hosts-landing');
  traffic.problems(); // the main host is not the namespace's
});

test('a namespace wakes on its host, whose pages ask for nothing elsewhere', async () => {
  traffic.expectWaitingPageAt(own + PATH);
  await link(NAMESPACE).click();
  await page.waitForFunction(() => document.title.includes('Waking'));
  assert.equal(page.url(), own + PATH);
  await screenshot('tenant-hosts-waiting');
  await page.waitForFunction(() => !document.getElementById('server'));
  await page.getByText('daily-revenue-by-country').first().waitFor();
  await page.waitForLoadState('networkidle');
  assert.equal(page.url(), own + PATH);
  await screenshot('tenant-hosts-listing');
  assert.deepEqual(traffic.problems(), []);
});

test('an application and its pages stay there', async () => {
  await page.getByRole('row').filter({ hasText: 'daily-revenue-by-country' }).getByRole('link', { name: /^spark-/ }).first().click();
  for (const [tab, title] of [['', 'Spark Jobs'], ['Stages', 'Stages'], ['Environment', 'Environment'], ['Executors', 'Executors'], ['SQL / DataFrame', 'SQL']]) {
    await (tab && link(tab).click());
    await page.waitForFunction((part) => document.title.includes(part), title);
    await page.waitForLoadState('networkidle');
    assert.ok(page.url().startsWith(own + PATH + 'history/'), page.url());
  }
  await screenshot('tenant-hosts-application');
  assert.deepEqual(traffic.problems(), []);
});

test('an event log is downloaded from there', async () => {
  await page.goto(own + PATH);
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a[href*="/logs"]').first().click()]);
  assert.ok(download.url().startsWith(own + PATH + 'api/v1/applications/'), download.url());
  assert.equal(await download.failure(), null);
  assert.deepEqual(traffic.problems(), []);
});

test('an address of the main host leads there, with its query and fragment', async () => {
  await page.goto(`${main}${PATH}?showIncomplete=true#x`);
  assert.equal(page.url(), `${own}${PATH}?showIncomplete=true#x`);
  await page.goto(main + PATH.slice(0, -1));
  assert.equal(page.url(), own + PATH);
  await page.goto(own);
  assert.equal(page.url(), own + PATH);
  traffic.problems();
});

test('the way back leads to the landing page', async () => {
  await page.goto(own + '/sparkhistory/');
  assert.equal(page.url(), main + '/sparkhistory/');
  traffic.problems();
});

test('another namespace is not found on its host, and the page says where it is', async () => {
  const answer = await page.goto(own + '/sparkhistory/billing/');
  assert.equal(answer.status(), 421);
  assert.match(await page.locator('#example').innerText(), /^http:\/\/billing\.localhost:\d+\/sparkhistory\/billing\/$/);
  await screenshot('tenant-hosts-misdirected');
  traffic.problems();
});

test('a page of the main host may show it in a frame, a page of another host may not', async () => {
  const dashboard = await framedBy(main, main + PATH);
  assert.equal(dashboard.url, own + PATH);
  assert.match(dashboard.text, /daily-revenue-by-country/);
  const stranger = await framedBy(main.replace('localhost', 'billing.localhost'), own + PATH);
  assert.doesNotMatch(stranger.text, /daily-revenue-by-country/);
  assert.ok(!stranger.url.startsWith('http'), stranger.url);
});

test('what the REST API says on the main host is for programs, and no document of that origin', async () => {
  const address = `${main}${PATH}api/v1/applications`;
  const applications = await (await fetch(address)).json();
  assert.equal(applications.length, 3);
  await page.goto(address);
  assert.equal(await page.evaluate(() => self.origin), 'null');
  await page.goto(own + PATH);
  assert.equal(await page.evaluate(() => self.origin), own);
  traffic.problems();
});
