// When a page has come to rest. Playwright's network idle is a state that a navigation reaches once; what a click asks for
// afterwards is no part of it.
import { PAGE, until } from './program.js';

const QUIET = 400;

export class Settled {
  #page;
  #open = new Set();
  #last = Date.now();

  /** To be made before the page goes anywhere. */
  constructor(page) {
    this.#page = page;
    page.on('request', (request) => this.#changed(() => this.#open.add(request)));
    page.on('requestfinished', (request) => this.#changed(() => this.#open.delete(request)));
    page.on('requestfailed', (request) => this.#changed(() => this.#open.delete(request)));
  }

  #changed(change) {
    change();
    this.#last = Date.now();
  }

  /** Resolves when nothing is under way and the page's script has nothing to do. */
  async wait() {
    this.#last = Date.now();
    const isQuiet = () => this.#open.size === 0 && Date.now() - this.#last > QUIET;
    const atRest = async () => isQuiet() && (await this.#idle()) && isQuiet();
    await until(atRest, PAGE, () => `${this.#page.url()} waits for ${[...this.#open].map((request) => request.url())}, its last request was ${Date.now() - this.#last} ms ago`);
  }

  /** A page whose script is busy asks for nothing, and is not done: it is answered for when it has come to an end. */
  #idle() {
    // a page that goes elsewhere meanwhile is not done either
    return this.#page.evaluate(() => true).catch(() => false);
  }
}
