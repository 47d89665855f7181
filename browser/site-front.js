// What stands in front of the gateway on a site: a dashboard with a session, sign-in, and a foreign host that only listens.
// A site is a registrable domain, such as fence.test. Its dashboard is dashboard.fence.test, and the hosts of namespaces are
// NAMESPACE.spark.fence.test. The session's cookie is for the whole site, as the one of a sign-in proxy for several hosts is.
import https from 'node:https';
import { forward } from './forward.js';
import { certificate } from './tls-front.js';

export const VISITOR = 'alice@example.com';
export const DASHBOARD_SECRET = 'secret of the dashboard';

export class SiteFront {
  #server;
  #upstreams;
  #notes = [];

  /**
   * Resolves when it listens.
   *
   * @param upstreams address behind /sparkhistory/ by site, or what answers which address a path has
   */
  static async start(upstreams) {
    const front = new SiteFront();
    front.#upstreams = upstreams;
    front.#server = https.createServer(certificate(), (request, response) => front.#serve(request, response));
    front.#server.on('upgrade', (request, socket) => {
      front.#note(request);
      socket.destroy();
    });
    await new Promise((resolve) => front.#server.listen(0, '127.0.0.1', resolve));
    // names have no port, because the gateway is told none
    front.flags = [`--host-resolver-rules=MAP *.test 127.0.0.1:${front.#server.address().port}`, '--ignore-certificate-errors'];
    return front;
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Whether the visitor's browser acted for the visitor there, or told the foreign host something. */
  has(site, id) {
    return this.#of(site, id).length > 0;
  }

  /** The addresses of the pages that it came from, where it is the dashboard's origin. */
  pages(site, id) {
    return this.#of(site, id).map(({ page }) => page);
  }

  #of(site, id) {
    return this.#notes.filter(
      ({ host, path, session }) =>
        (host === `dashboard.${site}` && path === `/api/attack/${id}` && session) ||
        (host === 'listener.test' && path === `/${site}/${id}`),
    );
  }

  #note(request) {
    const path = request.url.replace(/[?/]*$/, '').split('?')[0];
    const { host, referer } = request.headers;
    this.#notes.push({ host, path, session: hasSession(request), page: referer });
  }

  #serve(request, response) {
    const host = request.headers.host;
    const site = host.split('.').slice(-2).join('.');
    const { pathname, searchParams } = new URL(request.url, `https://${host}`);
    if (host === 'listener.test') {
      this.#note(request);
      response.writeHead(200, { 'content-type': 'text/plain', 'access-control-allow-origin': '*' }).end('noted');
    } else if (pathname.startsWith('/sparkhistory/') && this.#upstreams[site]) {
      this.#forward(request, response, this.#upstreams[site]);
    } else if (host === `dashboard.${site}`) {
      this.#dashboard(request, response, pathname, searchParams.get('src'));
    } else {
      response.writeHead(404).end();
    }
  }

  #dashboard(request, response, path, src) {
    if (path.startsWith('/api/')) {
      this.#note(request);
      response.writeHead(hasSession(request) ? 200 : 401, { 'content-type': 'text/plain' }).end(DASHBOARD_SECRET);
      return;
    }
    if (path === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    const parts = {
      '/dashboard': `<script>localStorage.token = '${DASHBOARD_SECRET}'</script>`,
      '/frame': `<iframe src="${src}" style="width:100%;height:500px"></iframe>`,
      '/link': `<a id="go" href="${src}" target="_blank" rel="opener">open</a>`,
    };
    const page = `<!doctype html><title>Dashboard</title><p>${DASHBOARD_SECRET}</p>${parts[path] ?? ''}`;
    response.writeHead(parts[path] ? 200 : 404, { 'content-type': 'text/html' }).end(page);
  }

  #forward(request, response, upstream) {
    const { 'kubeflow-userid': spoofed, ...headers } = request.headers;
    headers['x-forwarded-proto'] = 'https';
    if (hasSession(request)) {
      headers['kubeflow-userid'] = VISITOR;
    }
    const url = typeof upstream === 'string' ? upstream + request.url : upstream(request.url);
    headers['x-forwarded-host'] ??= request.headers.host;
    forward(url, request, response, headers);
  }
}

const hasSession = (request) => /(^|; )session=alice/.test(request.headers.cookie ?? '');
