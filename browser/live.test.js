// A visitor of running applications, with Chromium: every kind of page of a driver, and the links that do something.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { launch } from './chromium.js';
import { startGateway, VIEWER } from './gateway.js';
import { freePort, PAGE, TARGET, until } from './program.js';
import { VISITOR } from './site-front.js';
import { walk } from './spark-pages.js';
import { startApplication } from './spark.js';
import { Traffic } from './traffic.js';

const SPARKS = ['4.2.0', '3.5.9'];
// where a walk begins: tabs with something in them
const FIRST = ['jobs/', 'stages/', 'storage/', 'environment/', 'executors/', 'SQL/'];
const KINDS = ['jobs/job/', 'stages/stage/', 'storage/rdd/', 'environment/', 'executors/', 'SQL/execution/'];
// links that do something are clicked instead, because a browser that goes to an address comes from nowhere
const DOES = /\/kill\/|threadDump|heapHistogram|^static\//;

const namespaceOf = (version) => `spark-${version.replaceAll('.', '-')}`;

const applications = {};
let gateway;
let browser;

before(async () => {
  mkdirSync(TARGET + 'screenshots', { recursive: true });
  const tenants = {};
  const running = {};
  for (const version of SPARKS) {
    const namespace = namespaceOf(version);
    applications[version] = await startApplication(`daily-revenue-${version}`, version);
    tenants[namespace] = await freePort();
    running[namespace] = { [applications[version].id]: applications[version].port };
  }
  gateway = await startGateway('gateway-live', tenants, [], running);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await gateway?.stop();
  await Promise.all(Object.values(applications).map((application) => application.stop()));
});

async function visitor(user, options = {}) {
  const context = await browser.newContext({ extraHTTPHeaders: { 'kubeflow-userid': user }, ...options });
  context.setDefaultTimeout(PAGE);
  return context;
}

for (const version of SPARKS) {
  describe(`an application of Spark ${version}`, () => {
    let base;

    before(() => {
      base = `${gateway.origin}/sparkhistory/${namespaceOf(version)}/-/live/${applications[version].id}/`;
    });

    test('every kind of page is whole and asks for nothing outside of its path', async () => {
      const context = await visitor(VIEWER);
      const traffic = new Traffic(context, base);
      const walked = await walk(context, base, FIRST, DOES);
      await context.close();
      for (const kind of KINDS) {
        assert.ok(walked.some((path) => path.startsWith(kind)), `${kind} was not found: ${walked.join(' ')}`);
      }
      assert.deepEqual(traffic.problems().filter((problem) => !problem.includes(' redirects to ')), []);
    });

    test('a thread dump is shown to who clicks on its link', async () => {
      const context = await visitor(VISITOR);
      const page = await context.newPage();
      await page.goto(base + 'executors/');
      // Spark 4.2 shows it beside the list, older ones on a page of its own
      const dump = page.waitForResponse((answer) => answer.url().includes('/executors/threadDump/?executorId=driver'));
      await page.locator('a[href*="threadDump"], a[data-detail-url*="threadDump"]').first().click();
      assert.equal((await dump).status(), 200);
      assert.match(await (await dump).text(), /SparkUI/);
      await context.close();
    });

    test('a viewer who clicks on the link of a kill stops nothing', async () => {
      const { page, context } = await killing(VIEWER);
      await page.getByText('may only look').waitFor();
      assert.equal(await running(base), true);
      await context.close();
    });

    test('an editor who is led to a kill by another page stops nothing', async () => {
      const context = await visitor(VISITOR);
      const page = await context.newPage();
      await page.goto(base + 'jobs/');
      const kill = await page.locator('a.kill-link').first().getAttribute('href');
      await page.goto(`${gateway.origin}/sparkhistory/`);
      await page.evaluate((href) => location.assign(href), kill);
      await page.getByText('not asked for by the application').waitFor();
      assert.equal(await running(base), true);
      await context.close();
    });

    test('an editor who clicks on the link of a kill stops the job', async () => {
      const { page, context } = await killing(VISITOR);
      await page.waitForURL(base + 'jobs/**');
      await until(async () => !(await running(base)), PAGE, 'the job still runs');
      await context.close();
    });

    async function killing(user) {
      const context = await visitor(user);
      const page = await context.newPage();
      page.on('dialog', (dialog) => dialog.accept());
      await page.goto(base + 'jobs/');
      await page.locator('a.kill-link').first().click();
      return { page, context };
    }

    /** Whether a job runs, as Spark says. */
    async function running(address) {
      const url = `${address}api/v1/applications/${applications[version].id}/jobs?status=running`;
      const answer = await fetch(url, { headers: { 'kubeflow-userid': VIEWER } });
      return (await answer.json()).length > 0;
    }
  });
}

test('pages of the gateway about what runs, in light, dark and on a narrow window', async () => {
  for (const [look, options] of Object.entries({
    light: { colorScheme: 'light' },
    dark: { colorScheme: 'dark' },
    narrow: { colorScheme: 'light', viewport: { width: 400, height: 700 } },
  })) {
    const context = await visitor(VISITOR, options);
    const traffic = new Traffic(context, gateway.origin + '/sparkhistory/');
    const page = await context.newPage();
    const namespace = namespaceOf(SPARKS[0]);
    for (const [name, path] of Object.entries({
      landing: '',
      running: `${namespace}/-/live/`,
    })) {
      await page.goto(`${gateway.origin}/sparkhistory/${path}`);
      await page.screenshot({ path: `${TARGET}screenshots/live-${name}-${look}.png` });
    }
    assert.deepEqual(traffic.problems(), []);
    await page.goto(`${gateway.origin}/sparkhistory/-/app/local-1`); // of nobody, so its status is 404
    await page.getByRole('heading', { name: 'Application not found' }).waitFor();
    await page.screenshot({ path: `${TARGET}screenshots/live-application-somewhere-${look}.png` });
    await page.goto(`${gateway.origin}/sparkhistory/${namespace}/-/live/${applications[SPARKS[0]].id}/jobs/job/kill/?id=0`);
    await page.screenshot({ path: `${TARGET}screenshots/live-foreign-${look}.png` });
    await context.close();
  }
});

test('an application that ends while it is watched is said to have ended, and its history is named', async () => {
  const version = SPARKS[1];
  const context = await visitor(VISITOR);
  const page = await context.newPage();
  const address = `${gateway.origin}/sparkhistory/${namespaceOf(version)}/-/live/${applications[version].id}/jobs/`;
  await page.goto(address);
  await applications[version].stop();
  await page.goto(address);
  await page.getByText('The application does not answer').waitFor();
  await page.screenshot({ path: `${TARGET}screenshots/live-does-not-answer.png` });
  await context.close();
});
