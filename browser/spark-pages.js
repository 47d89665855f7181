// Every kind of page that a history server has, found by its links, with what is folded away or behind a tooltip.
import { Settled } from './settled.js';

// what a click on a page of Spark's shows, draws or sorts
const CLICKED = [
  ...['[class*="expand-"]', '[class*="collapse-"]', '.stacktrace-details', 'input[type="checkbox"]'],
  ...['th.sorting', 'th.dt-orderable-asc', '.paginate_button', '.dt-paging-button'],
];
const UNDER_POINTER = ['.vis-item', '[data-toggle="tooltip"]', '[data-bs-toggle="tooltip"]', 'g.node'];
const OF_A_KIND = 3;
const WALKERS = 4;

/** Opens a page and all that it has; resolves when it has nothing more to fetch. */
export async function look(page, settled, address) {
  await page.goto(address);
  await settled.wait();
  for (const [act, kinds] of [[click, CLICKED], [pointAt, UNDER_POINTER]]) {
    if ((await page.evaluate(act, [kinds, OF_A_KIND])) > 0) {
      await settled.wait();
    }
  }
}

// in the page
function click([kinds, most]) {
  const some = (selector) => [...document.querySelectorAll(selector)].slice(0, most);
  const found = kinds.flatMap(some);
  found.forEach((element) => element.click());
  for (const search of some('input[type="search"]')) {
    search.value = 'a';
    ['input', 'keyup'].forEach((type) => search.dispatchEvent(new Event(type, { bubbles: true })));
  }
  return found.length;
}

// in the page
function pointAt([kinds, most]) {
  const found = kinds.flatMap((selector) => [...document.querySelectorAll(selector)].slice(0, most));
  for (const element of found) {
    ['mouseover', 'mouseenter'].forEach((type) => element.dispatchEvent(new MouseEvent(type, { bubbles: true })));
  }
  return found.length;
}

/**
 * Follows the links of a namespace to one page of each kind, and to the first page of each application.
 *
 * @param base address of the namespace
 * @param first addresses below it to begin with
 * @param skipped what is not followed, without the base
 * @return what was looked at, without the base
 */
export async function walk(context, base, first, skipped = /^static\/|\/logs$/) {
  const open = ['', ...first];
  const seen = new Set(open.map(kind));
  const walked = [];
  await Promise.all(Array.from({ length: WALKERS }, async () => {
    const page = await context.newPage();
    const settled = new Settled(page);
    while (open.length > 0) {
      const path = open.shift();
      walked.push(path);
      await look(page, settled, base + path);
      for (const link of (await linksOf(page)).filter((href) => href.startsWith(base))) {
        const next = link.slice(base.length);
        if (!seen.has(kind(next)) && !skipped.test(next)) {
          seen.add(kind(next));
          open.push(next);
        }
      }
    }
    await page.close();
  }));
  return walked;
}

const linksOf = (page) => page.evaluate(() => [...document.querySelectorAll('a[href]')].map(({ href }) => href.split('#')[0]));

/** Pages with the same one differ only in what they are about. */
function kind(path) {
  const [place, query = ''] = path.split('?');
  const application = place.match(/^history\/([^/]+)(\/\d+)?\/?(jobs\/)?$/);
  if (application) {
    return application[1];
  }
  // tables are sorted and leafed through by a query
  return place.replace(/^history\/[^/]+(\/\d+)?\//, '') + (/sort|page/i.test(query) ? '?' : '');
}
