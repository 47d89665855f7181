// A tenant's attack on a visitor, up to where it succeeded or was refused.
import { PAGE, until } from './program.js';
import { DASHBOARD_SECRET } from './site-front.js';
import { OTHER_SECRET } from './tenant-server.js';

export class Attempt {
  #refusals = [];
  #front;
  #tenant;

  /** @param context of a visitor who is signed in, for this attack alone */
  constructor({ front, tenant, site, attack, context }) {
    this.#front = front;
    this.#tenant = tenant;
    Object.assign(this, { site, attack, context });
    context.on('console', (message) => this.#said(message.text()));
    context.on('response', (answer) => answer.status() === 421 && this.#refusals.push(`421 ${answer.url()}`));
  }

  /** The visitor comes by. */
  async make() {
    const { site, attack, context } = this;
    const page = await context.newPage();
    const dash = `https://dashboard.${site}`;
    if (attack.first) {
      await page.goto(`${dash}/${attack.first}`);
    }
    const path = `/sparkhistory/evil/${attack.at ?? `${attack.id}/`}`;
    // some leave before they are there
    await page.goto(dash + (attack.in ? `/${attack.in}?src=${path}` : path), { waitUntil: 'commit' }).catch(() => {});
    if (attack.click || attack.in === 'link') {
      await page.locator('#go').click({ noWaitAfter: true });
    }
  }

  /** Resolves to whether it was blocked; that nothing was seen is no proof of it. */
  async blocked() {
    const told = async () => (await this.succeeded()) || this.#refused();
    const seen = () => `its server was told ${JSON.stringify(this.#tenant.leaks(this.site, this.attack.id))}`;
    await until(told, PAGE, () => `${this.site}: ${this.attack.id} neither succeeded nor was refused; ${seen()}`);
    return !(await this.succeeded());
  }

  async succeeded() {
    const { site, attack, context } = this;
    if (attack.cookie) {
      return (await context.cookies(`https://dashboard.${site}/`)).some(({ name }) => name === 'evil');
    }
    const secrets = [DASHBOARD_SECRET, OTHER_SECRET];
    const got = (text) => text === 'done' || secrets.some((secret) => text.includes(secret));
    return this.#front.has(site, attack.id) || this.#tenant.leaks(site, attack.id).some(got);
  }

  #refused() {
    const told = this.#tenant.leaks(this.site, this.attack.id);
    return this.#refusals.length > 0 || told.some((text) => /^refused|^tried/.test(text));
  }

  #said(text) {
    // the browser names what it does not let a page do
    if (/Content Security Policy|Blocked a frame|Blocked opening|cross-origin frame|Blocked script execution/.test(text)) {
      this.#refusals.push(text);
    }
  }
}
