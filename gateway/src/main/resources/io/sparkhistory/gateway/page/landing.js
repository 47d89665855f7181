// Times in the reader's own zone, a filter for long lists, and what is still being found out.
(() => {
  'use strict';
  const MANY = 8; // names that are taken in at a glance

  const byId = (id) => document.getElementById(id);
  const list = byId('list');
  const filter = byId('filter');
  const coverage = byId('landing').dataset.coverage;

  const local = () => {
    for (const time of document.querySelectorAll('time')) {
      time.title = new Date(time.dateTime).toLocaleString();
    }
  };

  const narrow = () => {
    const part = filter.value.trim().toLowerCase();
    filter.hidden = list.children.length <= MANY;
    for (const row of list.children) {
      row.hidden = !row.querySelector('a').textContent.includes(part);
    }
  };

  const row = (entry) => {
    const made = byId('row').content.firstElementChild.cloneNode(true);
    const link = made.querySelector('a');
    link.href = entry.url;
    link.textContent = entry.namespace;
    const state = made.querySelector('.state');
    state.className = `state ${entry.state}`;
    state.textContent = entry.stateText;
    made.querySelector('.note').textContent = entry.note;
    return made;
  };

  const ask = async () => {
    try {
      const answer = await fetch(location.href, {
        headers: { Accept: 'application/json' },
        cache: 'no-store',
        redirect: 'manual',
      });
      if (answer.ok) {
        const found = await answer.json();
        if (found.complete && (found.unchecked || found.namespaces.length < 2)) {
          location.reload(); // the one, none, or not all: another page
          return;
        }
        list.replaceChildren(...found.namespaces.map(row));
        list.hidden = found.namespaces.length === 0;
        narrow();
        if (found.complete) {
          byId('more').textContent = '';
          byId('more').hidden = true;
          return;
        }
      }
    } catch {
      // the next time may be better
    }
    setTimeout(ask, 1500);
  };

  filter.addEventListener('input', narrow);
  local();
  narrow();
  if (coverage === 'checking') {
    setTimeout(ask, 1000);
  }
})();
