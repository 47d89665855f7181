// Notes whatever a page does that it should not.

export class Traffic {
  #base;
  /** Addresses at which the gateway may say that its own page is there for the time being. */
  #temporary = new Set();
  #notes = [];

  /** @param base what every address must begin with, such as http://127.0.0.1:8080/sparkhistory/ */
  constructor(context, base) {
    this.#base = base;
    context.on('request', (request) => this.#asked(request.url()));
    context.on('response', (response) => this.#answered(response));
    context.on('requestfailed', (request) => this.#failed(request));
    context.on('console', (message) => this.#said(message));
    context.on('weberror', (error) => this.#note(`script error: ${error.error()}`));
  }

  /** The waiting page stands at the address that was asked for, as a 503. */
  expectWaitingPageAt(url) {
    this.#temporary.add(withoutFragment(url));
  }

  /** Sentences that were not taken yet; none when all is well. */
  problems() {
    // looked at only now, because the browser may complain of an answer before the answer is reported
    const found = this.#notes.filter((note) => !this.#temporary.has(note.unlessTemporary));
    this.#notes = [];
    return found.map((note) => note.sentence);
  }

  #note(sentence, unlessTemporary = '') {
    this.#notes.push({ sentence, unlessTemporary });
  }

  #asked(url) {
    // data: and blob: are part of the page
    if (!url.startsWith(this.#base) && !/^(data|blob):/.test(url)) {
      this.#note(`left ${this.#base}: ${url}`);
    }
  }

  #answered(response) {
    const status = response.status();
    const url = response.url();
    const { location, 'retry-after': again, 'x-spark-history-page': page } = response.headers();
    if (status === 503 && page === 'slow') {
      // a page of its own while Spark reads an event log, which takes longer on a busy machine
      this.#temporary.add(url);
    }
    if (status >= 400) {
      this.#note(`${status} ${url}`, status === 503 && again ? url : '');
    }
    if (location && !location.startsWith('/sparkhistory/')) {
      this.#note(`${url} redirects to ${location}`);
    }
  }

  #failed(request) {
    // a page that is left has requests that nobody waits for any more
    if (request.failure().errorText !== 'net::ERR_ABORTED') {
      this.#note(`${request.failure().errorText}: ${request.url()}`);
    }
  }

  #said(message) {
    if (message.type() === 'error') {
      const url = withoutFragment(message.location().url);
      this.#note(`console: ${message.text()} (${url})`, message.text().includes('status of 503') ? url : '');
    }
  }
}

const withoutFragment = (url) => url.split('#')[0];
