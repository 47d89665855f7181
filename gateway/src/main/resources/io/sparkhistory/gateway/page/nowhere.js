// Looks for the application again while servers wake, and opens it when it is found.
(() => {
  'use strict';
  const PAUSE = 2000; // milliseconds between two looks

  const places = document.getElementById('places');

  const has = (id) => document.getElementById(id);

  /** Takes the place of what has changed, and of nothing else: a reader is told of every change. */
  const change = (other, id) => {
    const mine = has(id);
    const theirs = other.getElementById(id);
    if (mine.isEqualNode(theirs)) {
      return;
    }
    const focused = document.activeElement;
    const href = mine.contains(focused) ? focused.getAttribute('href') : null;
    mine.replaceChildren(...theirs.childNodes);
    mine.hidden = theirs.hidden;
    if (href) {
      [...mine.querySelectorAll('a')].find((link) => link.getAttribute('href') === href)?.focus();
    }
  };

  const look = async () => {
    const { next } = places.dataset;
    try {
      const answer = await fetch(next, { headers: { Accept: 'text/html' }, cache: 'no-store', redirect: 'manual' });
      const other = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (!other.getElementById('places')) {
        location.replace(next); // it is found, or somebody else has to be asked first
        return;
      }
      places.dataset.next = other.getElementById('places').dataset.next;
      ['progress', 'wake', 'list', 'others'].forEach((id) => change(other, id));
    } catch {
      // the next time may be better
    }
    later();
  };

  const later = () => {
    if (places.dataset.next) {
      setTimeout(look, PAUSE);
    }
  };

  later();
})();
