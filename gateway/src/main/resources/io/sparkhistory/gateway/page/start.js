// The list as one types, times in the reader's own zone, and what is still being found out.
(() => {
  'use strict';
  const PAUSE = 120; // milliseconds between two keys that are one thought
  const MOST = 100; // namespaces that are listed
  const LOOKS = 90; // two seconds apart, at a server that wakes

  const byId = (id) => document.getElementById(id);
  const start = byId('start');
  const field = byId('q');
  if (!field) {
    return; // nobody's page
  }
  const single = start.dataset.single;
  let coverage = start.dataset.coverage;
  let asked = 0;
  let looks = 0;
  let timer;

  const units = [['day', 86400], ['hour', 3600], ['minute', 60]];
  const ago = (time) => {
    const seconds = (Date.now() - new Date(time)) / 1000;
    for (const [unit, size] of units) {
      const count = Math.floor(seconds / size);
      if (count > 0) {
        return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
      }
    }
    return 'just now';
  };

  const duration = (s) => {
    if (s < 60) return `${s} s`;
    if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
    if (s < 86400) return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
    return `${Math.floor(s / 86400)} d ${Math.floor((s % 86400) / 3600)} h`;
  };

  const counted = (n) => (n === 1 ? '1 application' : `${n} applications`);
  const local = (time) => new Date(time).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });

  const show = (element, is) => {
    element.hidden = !is;
  };

  const localTimes = () => {
    for (const time of document.querySelectorAll('td time')) {
      time.textContent = local(time.dateTime);
    }
    for (const time of document.querySelectorAll('.note time, .soft time')) {
      time.title = new Date(time.dateTime).toLocaleString();
    }
  };

  const STATES = { running: ['ready', 'Running'], completed: ['completed', 'Completed'], incomplete: ['asleep', 'Incomplete'] };

  const application = (entry) => {
    const made = byId('application').content.querySelector('tr').cloneNode(true);
    const [label, namespace, user, started, time, state, spark] = made.children;
    const link = label.querySelector('a');
    link.href = entry.url;
    link.textContent = entry.name || entry.id;
    label.querySelector('.id').textContent = entry.name ? entry.id : '';
    namespace.textContent = entry.namespace;
    user.textContent = entry.user || '';
    started.replaceChildren();
    if (entry.started) {
      const at = document.createElement('time');
      at.dateTime = entry.started;
      at.textContent = local(entry.started);
      started.append(at);
    }
    time.textContent = 'durationSeconds' in entry ? duration(entry.durationSeconds) : '';
    const [style, text] = STATES[entry.state] || ['asleep', entry.state];
    state.firstElementChild.className = `state ${style}`;
    state.firstElementChild.textContent = text;
    spark.textContent = entry.sparkVersion || '';
    return made;
  };

  const namespace = (entry) => {
    const made = byId('row').content.firstElementChild.cloneNode(true);
    const link = made.querySelector('a');
    link.href = entry.url;
    link.textContent = entry.namespace;
    const state = made.querySelector('.state');
    state.className = `state ${entry.state}`;
    state.textContent = entry.stateText;
    made.querySelector('.note').textContent = entry.note;
    made.querySelector('.listed').textContent = entry.listedAt
      ? `${counted(entry.applications)}, list read ${ago(entry.listedAt)}`
      : '';
    const running = made.querySelector('.running');
    running.href = `${entry.url}-/live/`;
    running.textContent = entry.runningText;
    show(running, entry.running);
    return made;
  };

  const address = (words, after) => {
    const query = new URLSearchParams(location.search);
    query.delete('after');
    query.delete('q');
    if (words) {
      query.set('q', words);
    }
    if (after) {
      query.set('after', after);
    }
    const text = query.toString();
    return location.pathname + (text ? `?${text}` : '');
  };

  /** The only server, which wakes meanwhile; whether its list may still change. */
  const wakes = ([server]) => {
    if (!single || !server) {
      return false;
    }
    byId('state').className = `state ${server.state}`;
    byId('state').textContent = server.stateText;
    byId('state-note').textContent = server.note;
    if (server.listedAt && !field.value.trim()) {
      byId('summary').textContent = `${counted(server.applications)}, list read ${ago(server.listedAt)}`;
    }
    const fresh = server.listedAt && Date.now() - new Date(server.listedAt) < 60_000;
    const waits = server.state === 'starting' || (server.state === 'ready' && !fresh);
    return waits || (server.state === 'asleep' && looks < 5); // it may have been woken a moment ago
  };

  const fill = (found, words) => {
    byId('rows').replaceChildren(...found.applications.map(application));
    show(byId('applications'), found.applications.length > 0);
    byId('summary').textContent = words
      ? `${counted(found.matches)} found for “${words}”`
      : counted(found.matches);
    const find = byId('find').firstElementChild;
    find.href = found.find || '';
    find.textContent = `Look for ${words} where lists are old`;
    show(byId('find'), found.find);
    byId('older').href = found.next ? address(words, found.next) : '';
    show(byId('older'), found.next);
    show(byId('newest'), false);
    byId('list').replaceChildren(...found.namespaces.slice(0, MOST).map(namespace));
    show(byId('namespaces'), !single && found.namespaces.length > 0);
    const others = found.namespaces.length - MOST;
    byId('others').textContent = `and ${others} more. Search for their names.`;
    show(byId('others'), others > 0);
  };

  const again = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
  };

  const ask = async () => {
    const mine = ++asked;
    const words = field.value.trim();
    try {
      const answer = await fetch(address(words), {
        headers: { Accept: 'application/json' },
        cache: 'no-store',
        redirect: 'manual',
      });
      if (mine !== asked) {
        return; // somebody typed on
      }
      if (answer.ok) {
        const found = await answer.json();
        if (mine !== asked) {
          return;
        }
        if (coverage === 'checking' && found.complete && !words && (found.unchecked || found.namespaces.length < 2)) {
          location.reload(); // the one, none, or not all: another page
          return;
        }
        coverage = found.complete ? 'complete' : 'checking';
        fill(found, words);
        if (found.complete) {
          show(byId('more'), false);
          if (wakes(found.namespaces) && ++looks < LOOKS) {
            again(2000);
          }
          return;
        }
      }
    } catch {
      // the next time may be better
    }
    again(1500);
  };

  field.addEventListener('input', () => {
    history.replaceState(null, '', address(field.value.trim()));
    again(PAUSE);
  });
  document.addEventListener('keydown', (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === '/' && plain && document.activeElement !== field) {
      event.preventDefault();
      field.focus();
    }
  });

  localTimes();
  if (coverage === 'checking' || (single && !byId('state').classList.contains('failed'))) {
    again(1000);
  }
})();
