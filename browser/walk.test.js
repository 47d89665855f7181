// A visitor with Chromium: local mode with the example event logs, from the landing page to a query and back.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, afterEach, before, describe, test } from 'node:test';
import { launch } from './chromium.js';
import { LocalMode } from './local-mode.js';
import { PAGE, TARGET, until } from './program.js';
import { TlsFront } from './tls-front.js';
import { Traffic } from './traffic.js';

const WINDOW = { width: 1180, height: 760 };

let local;
let browser;

before(async () => {
  mkdirSync(TARGET + 'screenshots', { recursive: true });
  local = await LocalMode.start();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await local?.stop();
});

/** A visitor's window in which everything is watched. */
async function visit(origin, options = {}) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: WINDOW, ...options });
  context.setDefaultTimeout(PAGE);
  const traffic = new Traffic(context, origin + '/sparkhistory/');
  return { context, traffic, page: await context.newPage(), base: origin + '/sparkhistory/' };
}

async function settled(page, title) {
  await page.waitForFunction((part) => document.title.includes(part), title);
  await page.waitForLoadState('networkidle');
}

const woken = (page) => page.waitForFunction(() => !document.getElementById('server'));
const screenshot = (page, name) => page.screenshot({ path: `${TARGET}screenshots/${name}.png` });

describe('a walk through the pages of a namespace', () => {
  let page;
  let base;
  let traffic;
  const trail = [];

  before(async () => {
    ({ page, base, traffic } = await visit(local.origin));
  });

  after(() => page?.context().close());

  afterEach(() => {
    assert.deepEqual(traffic.problems(), []);
  });

  /** Clicks a link and waits for the page with this title. */
  async function follow(link, title) {
    trail.push([page.url(), await page.title()]);
    await link.click();
    await settled(page, title);
  }

  const link = (name, within = page) => within.getByRole('link', { name, exact: true }).first();
  const linkTo = (part) => page.locator(`a[href*="${part}"]:visible`).first();

  test('the landing page lists the namespaces, all asleep', async () => {
    await page.goto(base);
    assert.deepEqual(await page.locator('#list li a:visible').allInnerTexts(), [
      'billing',
      'fraud-detection',
      'recommendations',
    ]);
    assert.deepEqual(await page.locator('#list .state').allInnerTexts(), ['Asleep', 'Asleep', 'Asleep']);
  });

  test('a sleeping namespace shows the waiting page and then its applications', async () => {
    traffic.expectWaitingPageAt(base + 'recommendations/');
    await follow(link('recommendations'), 'Waking recommendations');
    // the page follows the start: its second step is shown without a reload
    await page.waitForFunction(() => document.getElementById('step')?.textContent !== 'Waking the server');
    await page.setViewportSize({ width: 1180, height: 400 });
    for (const colorScheme of ['dark', 'light']) {
      await page.emulateMedia({ colorScheme });
      await screenshot(page, colorScheme === 'dark' ? 'waiting-dark' : 'waiting');
    }
    await page.setViewportSize(WINDOW);
    await woken(page);
    await settled(page, 'History Server');
    await link('Show incomplete applications').waitFor();
    for (const name of ['daily-revenue-by-country', 'click-stream-sessions', 'train-item-similarity']) {
      await page.getByText(name).first().waitFor();
    }
    await screenshot(page, 'listing');
  });

  test('an application opens with its jobs', async () => {
    const row = page.getByRole('row').filter({ hasText: 'daily-revenue-by-country' });
    await follow(link(/^spark-/, row), 'daily-revenue-by-country - Spark Jobs');
    assert.match(page.url(), /\/sparkhistory\/recommendations\/history\/spark-[0-9a-f]+\/jobs\/$/);
    await screenshot(page, 'application');
  });

  test('a job', () => follow(linkTo('/jobs/job/?id='), 'Details for Job'));
  test('the stages', () => follow(link('Stages'), 'Stages for All Jobs'));
  test('a stage', () => follow(linkTo('/stages/stage/?id='), 'Details for Stage'));
  test('storage', () => follow(link('Storage'), ' - Storage'));
  test('environment', () => follow(link('Environment'), ' - Environment'));

  test('executors, with the rows that a script fetches', async () => {
    await follow(link('Executors'), ' - Executors');
    await page.locator('#active-executors-table tbody td', { hasText: 'driver' }).first().waitFor();
  });

  test('the queries', () => follow(link('SQL / DataFrame'), ' - SQL / DataFrame'));

  test('a query, with its plan drawn', async () => {
    await follow(linkTo('/SQL/execution/?id='), 'Details for Query');
    await page.locator('#plan-viz-graph svg .node').first().waitFor();
  });

  test('going back leads through all of it to the landing page', async () => {
    assert.ok(trail.length >= 10);
    for (const [url, title] of trail.reverse()) {
      await page.goBack();
      // the waiting page was at the address of the listing, so it is not in the history
      await page.waitForURL(url);
      await settled(page, title);
    }
    assert.equal(page.url(), base);
    await page.getByText('Ready').waitFor();
  });

  test('a streaming query, with its statistics drawn', async () => {
    await follow(link('recommendations'), 'History Server');
    const row = page.getByRole('row').filter({ hasText: 'click-stream-sessions' });
    await follow(link(/^spark-/, row), 'click-stream-sessions - Spark Jobs');
    await follow(link('Structured Streaming'), 'Streaming Query');
    await follow(linkTo('/StreamingQuery/statistics/?id='), 'Streaming Query Statistics');
    await page.locator('svg').first().waitFor();
  });

  test('a cached table', async () => {
    await page.goto(base + 'recommendations/');
    const row = page.getByRole('row').filter({ hasText: 'train-item-similarity' });
    await follow(link(/^spark-/, row), 'train-item-similarity - Spark Jobs');
    await follow(link('Storage'), ' - Storage');
    await follow(linkTo('/storage/rdd/?id='), 'RDD Storage Info');
  });
});

test('a deep link is kept, with query and fragment, while its namespace wakes', async () => {
  const { context, page, base, traffic } = await visit(local.origin);
  const link = `${base}billing/history/application_1769904000000_0001/1/stages/stage/?id=0&attempt=0#tasksTitle`;
  traffic.expectWaitingPageAt(link);
  await page.goto(link);
  await page.getByText('Waking the history server of billing').waitFor();
  const landing = await context.newPage();
  await landing.goto(base);
  await landing.locator('li', { hasText: 'billing' }).locator('.state.starting').waitFor();
  await screenshot(landing, 'landing');
  await woken(page);
  await settled(page, 'Details for Stage 0 (Attempt 0)');
  assert.equal(page.url(), link);
  assert.deepEqual(traffic.problems(), []);
  await context.close();
});

test("in the dashboard's frame, a server that does not start says why, and starts when somebody tries again", async () => {
  const context = await browser.newContext({ viewport: WINDOW, colorScheme: 'dark' });
  context.setDefaultTimeout(PAGE);
  const complaints = [];
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('503')) {
      complaints.push(message.text());
    }
  });
  const page = await context.newPage();
  const link = `${local.origin}/sparkhistory/fraud-detection/history/spark-b81f7e02d6c94b0e9d3f5a6c7e1240ab/jobs/?a=1#active`;
  // the dashboard shows pages in a frame of its own origin
  const body = `<title>Dashboard</title><iframe src="${link}" style="width:100%;height:650px"></iframe>`;
  await page.route('**/dashboard', (route) => route.fulfill({ contentType: 'text/html', body }));
  const repair = local.breakSpark();
  try {
    await page.goto(local.origin + '/dashboard');
    const frame = page.frames()[1];
    await frame.getByRole('status').getByText(/Waking|Starting/).waitFor();
    await frame.getByRole('progressbar', { name: 'How far the start is' }).waitFor();
    const reason = frame.getByRole('alert');
    await reason.waitFor({ timeout: PAGE });
    assert.match(await reason.innerText(), /ended while it started .*ClassNotFoundException: scala\./);
    const heading = frame.getByRole('heading', { name: 'The history server of fraud-detection does not start' });
    assert.ok(await heading.evaluate((element) => element === document.activeElement));
    await frame.getByText('then try again').waitFor();
    await screenshot(page, 'failed-in-frame-dark');
    repair();
    await frame.getByRole('button', { name: 'Try again' }).click();
    await frame.getByRole('heading', { name: 'Waking the history server of fraud-detection' }).waitFor();
    await frame.waitForFunction(() => document.title.includes(' - Spark Jobs'));
    assert.equal(frame.url(), link);
    assert.equal(page.url(), local.origin + '/dashboard');
  } finally {
    repair();
  }
  assert.deepEqual(complaints, []);
  await context.close();
});

test('without JavaScript the page goes on as well, to the same path and query', async () => {
  await local.add('scriptless', 'billing');
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const address = `${local.origin}/sparkhistory/scriptless/history/application_1769904000000_0001/1/stages/stage/?id=0&attempt=0`;
  // a browser sends no fragment, and would take a refresh to the address with it for a jump within the page
  await page.goto(address + '#tasksTitle');
  await page.getByRole('heading', { name: 'Waking the history server of scriptless' }).waitFor();
  await screenshot(page, 'waiting-without-scripts');
  const opened = async () => (await page.title().catch(() => '')).includes('Details for Stage 0'); // or it just goes on
  await until(opened, PAGE, 'the page did not go on');
  assert.equal(page.url(), address);
  await context.close();
});

test('behind a front that ends TLS, everything stays https', async () => {
  const front = await TlsFront.start(local.origin);
  const { context, page, base, traffic } = await visit(front.origin);
  try {
    // Spark answers this with a redirect to http:
    const redirected = [];
    page.on('response', (answer) => answer.status() === 302 && redirected.push(answer.url()));
    const application = base + 'recommendations/history/spark-6f0d3c1a9be24c5f8a7714d2be90c3e1';
    await page.goto(application + '/');
    await settled(page, 'train-item-similarity - Spark Jobs');
    assert.equal(page.url(), application + '/jobs/');
    assert.deepEqual(redirected, [application + '/']);
    await page.goto(base + 'recommendations');
    await settled(page, 'History Server');
    assert.ok(page.url().startsWith('https://'));
    assert.deepEqual(traffic.problems(), []);
  } finally {
    await context.close();
    front.stop();
  }
});

for (const javaScriptEnabled of [true, false]) {
  test(`a download from a sleeping server ends on a page that leads back, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
    const namespace = javaScriptEnabled ? 'downloads' : 'scriptless-downloads';
    await local.add(namespace, 'billing');
    const { context, page, base } = await visit(local.origin, { javaScriptEnabled });
    const log = `${base}${namespace}/api/v1/applications/application_1769904000000_0001/2/logs`;
    const downloads = [];
    page.on('download', (download) => downloads.push(download.suggestedFilename()));
    await page.goto(log);
    await page.getByRole('heading', { name: `Waking the history server of ${namespace}` }).waitFor();
    await page.getByText('your download begins by itself').waitFor();
    await until(() => downloads.length > 0, PAGE, 'nothing was downloaded');
    if (javaScriptEnabled) {
      await page.getByRole('heading', { name: 'Your download has started' }).waitFor();
      assert.match(await page.title(), /^Download started/);
      assert.ok(await page.getByRole('progressbar').isHidden());
    }
    await screenshot(page, `download-${javaScriptEnabled ? 'with' : 'without'}-scripts`);
    await page.getByRole('link', { name: new RegExp(`applications of ${namespace}`, 'i') }).click();
    await page.waitForURL(`${base}${namespace}/`);
    assert.deepEqual(downloads, ['eventLogs-application_1769904000000_0001-2.zip']);
    await context.close();
  });
}

test('the gateway was asked for nothing outside of the prefix, and ended as it should', async () => {
  const gateway = local;
  await browser.close();
  assert.equal(await gateway.stop(), 0);
  const requests = gateway.requests();
  assert.ok(requests.length > 200, `${requests.length} requests`);
  const outside = requests.filter((r) => !r.path.startsWith('/sparkhistory/') && r.path !== '/sparkhistory');
  assert.deepEqual(outside, []);
  const refused = requests.filter((r) => r.status >= 400 && !['waiting', 'slow'].includes(r.outcome));
  assert.deepEqual(refused, []);
});
