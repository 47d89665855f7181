// Notes whatever a page does that it should not.

export class Traffic {
  #base;
  #waiting = new Set();
  /** Sentences; empty when all is well. */
  problems = [];
  count = 0;

  /** @param base what every address must begin with, such as http://127.0.0.1:8080/sparkhistory/ */
  constructor(context, base) {
    this.#base = base;
    context.on('request', (request) => this.#asked(request.url()));
    context.on('response', (response) => this.#answered(response));
    context.on('requestfailed', (request) => this.#failed(request));
    context.on('console', (message) => this.#said(message));
    context.on('weberror', (error) => this.problems.push(`script error: ${error.error()}`));
  }

  /** The waiting page stands at the address that was asked for, as a 503. */
  expectWaitingPageAt(url) {
    this.#waiting.add(withoutFragment(url));
  }

  #asked(url) {
    this.count += 1;
    // data: and blob: are part of the page
    if (!url.startsWith(this.#base) && !/^(data|blob):/.test(url)) {
      this.problems.push(`left ${this.#base}: ${url}`);
    }
  }

  #answered(response) {
    const status = response.status();
    const url = response.url();
    const location = response.headers().location;
    const waiting = status === 503 && this.#waiting.has(url) && response.headers()['retry-after'];
    if (status >= 400 && !waiting) {
      this.problems.push(`${status} ${url}`);
    }
    if (location && !location.startsWith('/sparkhistory/')) {
      this.problems.push(`${url} redirects to ${location}`);
    }
  }

  #failed(request) {
    // a page that is left has requests that nobody waits for any more
    if (request.failure().errorText !== 'net::ERR_ABORTED') {
      this.problems.push(`${request.failure().errorText}: ${request.url()}`);
    }
  }

  #said(message) {
    const url = withoutFragment(message.location().url);
    const waiting = this.#waiting.has(url) && message.text().includes('status of 503');
    if (message.type() === 'error' && !waiting) {
      this.problems.push(`console: ${message.text()} (${url})`);
    }
  }
}

const withoutFragment = (url) => url.split('#')[0];
