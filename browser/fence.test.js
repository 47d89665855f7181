// What a job or a tenant can do to others in a visitor's browser: without the fence, with it, and with a host for each namespace;
// and that no page of Spark's misses anything with the fence. The table in SECURITY.md is compared with what was seen.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Attempt } from './attempt.js';
import { AttackTable, commit, committed } from './attack-table.js';
import { launch } from './chromium.js';
import { CRAFTED, EXAMPLE, LOG_ATTACKS, RUN, writeCraftedLog } from './crafted-log.js';
import { startGateway } from './gateway.js';
import { freePort, PAGE, PROJECT, TARGET, until } from './program.js';
import { Settled } from './settled.js';
import { SiteFront } from './site-front.js';
import { look, walk } from './spark-pages.js';
import { startSpark } from './spark.js';
import { TENANT_ATTACKS } from './tenant-attacks.js';
import { startOther, TenantServer } from './tenant-server.js';
import { Traffic } from './traffic.js';

// the options of the gateway by site
const GATEWAYS = {
  'none.test': ['--fence', 'off'],
  'fence.test': ['--fence', 'on'],
  'hosts.test': ['--fence', 'on', '--main-host', 'dashboard.hosts.test', '--tenant-host', '{namespace}.spark.hosts.test'],
};
const COLUMNS = ['without the fence', 'with it', 'with it and a host of its own'];
const SITES = Object.keys(GATEWAYS);
// below it there is no gateway, which shows what the gateway stops without any fence
const BARE = 'bare.test';
const OWN_POLICY = { 'spark.ui.contentSecurityPolicy.enabled': true };
const SPARKS = [
  ...['3.2.1', '3.5.9', '4.0.4', '4.1.3', '4.2.0'].map((version) => ({ name: version, version, properties: {} })),
  { name: '4.2.0-own', version: '4.2.0', properties: OWN_POLICY },
];
const AT_ONCE = 6;
const EXAMPLES = ['billing', 'fraud-detection', 'recommendations'];
const STREAMING = 'spark-d2a4f6180b9c4e7fa35d1c8e6b7f9024';
// where a walk begins besides the list: tabs with something in them, and Spark's API
const FIRST = [
  `history/${STREAMING}/jobs/`,
  ...['jobs/', 'storage/', 'SQL/', 'stages/', 'environment/', 'executors/'].map((tab) => `history/${EXAMPLE}/${tab}`),
  ...['api/v1/applications', `api/v1/applications/${EXAMPLE}/jobs`],
];
// pages of the crafted application
const TABS = ['jobs/', 'stages/', 'storage/', 'environment/', 'executors/', 'SQL/', 'StreamingQuery/'];
const SHOWN = [
  '',
  ...TABS.map((tab) => `history/${CRAFTED}/${tab}`),
  ...['jobs/job/?id=0', 'stages/stage/?id=0&attempt=0', 'storage/rdd/?id=2', 'SQL/execution/?id=0'].map((page) => `history/${CRAFTED}/${page}`),
  `history/${CRAFTED}/StreamingQuery/statistics/?id=${RUN}`,
];
const KINDS = ['jobs/job/', 'stages/stage/', 'storage/rdd/', 'SQL/execution/', 'StreamingQuery/statistics', 'executors/', 'environment/'];

const table = new AttackTable(SITES);
const gateways = [];
const tenants = {};
let front;
let browser;
let tenant;
let other;

before(async () => {
  [tenant, other] = await Promise.all([TenantServer.start(), startOther()]);
  Object.assign(tenants, { evil: tenant.port, other: other.address().port });
  for (const { name } of SPARKS) {
    tenants[namespaceOf(name)] = await freePort();
  }
  const upstreams = { [BARE]: withoutGateway };
  for (const [site, options] of Object.entries(GATEWAYS)) {
    const gateway = await startGateway(`gateway-${site}`, tenants, options);
    gateways.push(gateway);
    upstreams[site] = gateway.origin;
  }
  front = await SiteFront.start(upstreams);
  browser = await launch(front.flags);
});

after(async () => {
  await browser?.close();
  front?.stop();
  tenant?.stop();
  other?.close();
  await Promise.all(gateways.map((gateway) => gateway.stop()));
});

const namespaceOf = (spark) => `spark-${spark.replaceAll('.', '-')}`;

/** The address at the history server for a path of the site. */
function withoutGateway(url) {
  const [, namespace, rest] = url.match(/^\/sparkhistory\/([^/]+)(.*)$/);
  return `http://127.0.0.1:${tenants[namespace]}${rest}`;
}

/** A visitor who is signed in to the site. */
async function signedIn(site) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  context.setDefaultTimeout(PAGE);
  const session = { name: 'session', value: 'alice', domain: `.${site}`, path: '/', secure: true, httpOnly: true, sameSite: 'Lax' };
  await context.addCookies([session]);
  return context;
}

/** A few at a time, because most of it is waiting. */
async function inTurns(list, act) {
  const open = [...list];
  const turns = Array.from({ length: AT_ONCE }, async () => {
    for (let one = open.shift(); one !== undefined; one = open.shift()) {
      await act(one);
    }
  });
  await Promise.all(turns);
}

for (const { name, version, properties } of SPARKS) {
  describe(`Spark ${name}`, () => {
    const logs = `${TARGET}fence-logs/${name}`;
    const namespace = namespaceOf(name);
    let spark;

    before(async () => {
      rmSync(logs, { recursive: true, force: true });
      mkdirSync(logs, { recursive: true });
      EXAMPLES.forEach((example) => cpSync(`${PROJECT}examples/eventlogs/${example}/history`, logs, { recursive: true }));
      spark = await startSpark(name, { version, port: tenants[namespace], logs, properties });
      await listed((applications) => applications.length === 8);
    });

    after(() => spark?.stop());

    async function listed(condition) {
      const address = `http://127.0.0.1:${tenants[namespace]}/api/v1/applications`;
      let seen;
      const isListed = async () => {
        const answer = await fetch(address).catch((e) => new Response(String(e.cause ?? e), { status: 599 }));
        seen = await answer.text();
        return answer.ok && condition(JSON.parse(seen));
      };
      await until(isListed, PAGE, () => `${address} says ${seen}`);
    }

    test('every kind of page works with the fence on', async () => {
      const context = await signedIn('fence.test');
      const base = `https://dashboard.fence.test/sparkhistory/${namespace}/`;
      const traffic = new Traffic(context, 'https://dashboard.fence.test/sparkhistory/');
      const walked = await walk(context, base, FIRST);
      assert.deepEqual(traffic.problems(), []);
      const missing = KINDS.filter((kind) => !walked.some((path) => path.includes(kind)));
      assert.deepEqual(missing, [], `walked: ${walked.join(' ')}`);
      await context.close();
    });

    test('a log with script in all of its texts', async () => {
      writeCraftedLog(logs, name);
      await listed((applications) => applications.some(({ id }) => id === CRAFTED));
      const attacks = LOG_ATTACKS.map(({ id }) => `${name}-${id}`);
      const [open, ...fenced] = SITES;
      // the first visit of an application ends on its jobs, wherever it was to lead
      await show(open, [`history/${CRAFTED}/jobs/`]);
      await show(open, SHOWN);
      attacks.forEach((id) => table.note(open, id, !front.has(open, id)));
      const through = attacks.filter((id) => front.has(open, id));
      // where nothing ran without the fence there is nothing to see with it
      const pages = [...new Set(through.flatMap((id) => front.pages(open, id)))].map((page) => page.split(`/${namespace}/`)[1]);
      for (const site of fenced) {
        const said = [];
        const neither = () => through.filter((id) => !front.has(site, id) && !said.some((text) => text.includes(`/api/attack/${id}'`)));
        const seen = async () => said.push(...(await show(site, pages))) >= 0 && neither().length === 0;
        await until(seen, PAGE, () => `${site}: ${neither()} neither succeeded nor was refused`);
        through.forEach((id) => table.note(site, id, !front.has(site, id)));
      }
    });

    /** A visitor looks at these pages; resolves to what the browser said about policies. */
    async function show(site, paths) {
      const said = [];
      await inTurns(paths, async (path) => {
        // Spark remembers in the browser what is unfolded
        const context = await signedIn(site);
        context.on('console', (message) => /Content Security Policy/.test(message.text()) && said.push(message.text()));
        const page = await context.newPage();
        const settled = new Settled(page);
        await look(page, settled, `https://dashboard.${site}/sparkhistory/${namespace}/${path}`);
        await page.evaluate(() => document.querySelectorAll('a[href^="javascript:void"]').forEach((link) => link.click()));
        await settled.wait();
        await context.close();
      });
      return said;
    }
  });
}

describe("a tenant's server", () => {
  // what is blocked without a fence has to succeed where there is no gateway
  const attacksOn = (site) => (site === BARE ? TENANT_ATTACKS.filter(({ id }) => table.blocked(SITES[0], id)) : TENANT_ATTACKS);

  for (const site of [...SITES, BARE]) {
    test(`attacks on ${site}`, async () => {
      const neither = [];
      await inTurns(attacksOn(site), async (attack) => {
        const context = await signedIn(site);
        try {
          const attempt = new Attempt({ front, tenant, site, attack, context });
          await attempt.make();
          table.note(site, attack.id, await attempt.blocked());
        } catch (e) {
          neither.push(`${attack.id}: ${e.message}`);
        } finally {
          await context.close();
        }
      });
      assert.deepEqual(neither, []);
    });
  }
});

test('what other rules of the gateway block is not blocked without a gateway', () => {
  const blocked = TENANT_ATTACKS.map(({ id }) => id).filter((id) => table.blocked(SITES[0], id));
  assert.ok(blocked.length > 0);
  assert.deepEqual(blocked.filter((id) => table.blocked(BARE, id) !== false), []);
});

test("Spark's own policy lets nothing of an event log run", () => {
  const ids = LOG_ATTACKS.map(({ id }) => `4.2.0-own-${id}`);
  assert.deepEqual(ids.filter((id) => table.blocked(SITES[0], id) !== true), []);
});

test('nothing that was refused came later', () => {
  const ids = [...TENANT_ATTACKS.filter(({ cookie }) => !cookie).map(({ id }) => id), ...SPARKS.flatMap(({ name }) => LOG_ATTACKS.map(({ id }) => `${name}-${id}`))];
  const late = SITES.flatMap((site) => ids.filter((id) => table.blocked(site, id) && front.has(site, id)).map((id) => `${site}: ${id}`));
  assert.deepEqual(late, []);
});

test('SECURITY.md says what was seen', () => {
  const versions = SPARKS.map(({ name }) => name).filter((name) => /^[\d.]+$/.test(name));
  const seen = table.text(COLUMNS, TENANT_ATTACKS, LOG_ATTACKS, versions);
  if (process.env.UPDATE_SECURITY) {
    commit(seen);
  }
  assert.equal(committed(), seen, 'UPDATE_SECURITY=1 npm test writes into SECURITY.md what was seen; read it before you commit it');
});
