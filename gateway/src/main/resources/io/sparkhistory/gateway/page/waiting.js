// Follows the start of a history server and opens the page that was asked for. This page stands at
// the address of that page, so reloading is going there, with query and fragment.
(() => {
  'use strict';
  const ASLEEP_TOO_LONG = 20; // seconds; a visit wakes, asking for the state does not
  const DOWNLOAD_BEGINS = 2; // seconds after which a download is on its way
  const PAGE_OPENS = 10; // seconds after which what was opened is no page
  const GRACE = 5; // seconds that a restarted server may still be reported as failed

  const byId = (id) => document.getElementById(id);
  const server = byId('server');
  const now = () => performance.now() / 1000;
  const opened = now();
  const namespace = server.dataset.namespace;
  const download = server.dataset.download === 'true';
  let elapsed = Number(server.dataset.elapsed);
  let usual = Number(server.dataset.usual);
  let at = opened;
  let state = server.dataset.state;
  let stepAt = opened;
  let retriedAt = -GRACE;
  let troubles = 0;

  const seconds = (s) => {
    const whole = Math.floor(s);
    const minutes = Math.floor(whole / 60);
    return minutes ? `${minutes} min ${whole % 60} s` : `${whole} s`;
  };

  const show = () => {
    const so = elapsed + now() - at;
    const parts = [`${seconds(so)} so far`];
    if (usual > 0) {
      parts.push(`usually ${seconds(usual)}`);
      if (so > 2 * usual) {
        parts.push('longer than usual');
        byId('progress').removeAttribute('value'); // nobody knows how far it is
      } else {
        const late = Math.max(0, so / usual - 1);
        byId('progress').value = 90 * Math.min(1, so / usual) + 9 * (1 - Math.exp(-late));
      }
    }
    byId('times').textContent = parts.join(' · ');
  };

  const step = (text, detail) => {
    const before = byId('step').textContent;
    if (before !== text) {
      if (now() - stepAt >= 1) {
        const done = document.createElement('li');
        done.textContent = `${before} (${seconds(now() - stepAt)})`;
        byId('done').append(done);
      }
      byId('step').textContent = text;
      stepAt = now();
    }
    byId('detail').textContent = detail;
  };

  const turn = (failed) => {
    const { application } = server.dataset;
    const trouble = application ? `Cannot be opened: ${application}` : `Does not start: ${namespace}`;
    document.title = `${failed ? trouble : `Waking ${namespace}`} – Spark History`;
    byId('failed').hidden = !failed;
    byId('starting').hidden = failed;
    server.querySelector('.facts').hidden = !failed; // they speak of the failure, as the page came
    byId(failed ? 'failed' : 'starting').querySelector('h1').focus();
  };

  // A file that is downloaded leaves this page where it is; another page takes its place.
  const stay = () => {
    clearInterval(clock);
    document.title = `${download ? 'Download started' : 'Opening'}: ${namespace} – Spark History`;
    byId('starting').hidden = true;
    byId('opened').hidden = false;
    byId('opened').querySelector('h1').focus();
  };

  const open = () => {
    const what = download ? 'starting your download' : 'opening your page';
    byId('step').textContent = state === 'ready' ? `Ready: ${what}` : 'Opening your page';
    location.reload();
    setTimeout(stay, (download ? DOWNLOAD_BEGINS : PAGE_OPENS) * 1000);
  };

  // often while it is likely to get ready, so that nobody waits for the next look
  const pause = () => {
    const part = usual > 0 ? (elapsed + now() - at) / usual : 0;
    if (part > 0.6 && part < 1.5) {
      return Math.min(1, Math.max(0.25, usual / 20));
    }
    return now() - opened < 30 ? 1 : 2;
  };

  const take = (answer) => {
    state = answer.state;
    if (state === 'failed' && now() - retriedAt > GRACE) {
      byId('reason').textContent = answer.reason;
      byId('next').textContent = answer.nextStep;
      turn(true);
      return;
    }
    if (state === 'ready' || state === 'absent' || (state === 'asleep' && now() - opened > ASLEEP_TOO_LONG)) {
      open();
      return;
    }
    if (state === 'starting') {
      usual = answer.usualSeconds;
      // whole seconds that come late would make the clock stutter, so only a real difference counts
      if (Math.abs(answer.elapsedSeconds - (elapsed + now() - at)) > 2) {
        elapsed = answer.elapsedSeconds;
        at = now();
      }
      step(answer.stepText, answer.detail);
    }
    later(pause());
  };

  const ask = async (method) => {
    try {
      const answer = await fetch(server.dataset.status, {
        method,
        headers: { Accept: 'application/json' },
        cache: 'no-store',
        redirect: 'manual',
      });
      if (answer.ok) {
        troubles = 0;
        take(await answer.json());
      } else if (answer.status >= 500) {
        throw new Error(String(answer.status));
      } else {
        location.reload(); // signed out, or no longer allowed: the page itself says so
      }
    } catch {
      troubles += 1;
      byId('detail').textContent = 'The gateway cannot be reached; trying again';
      later(Math.min(8, 2 ** troubles));
    }
  };

  // a little apart, so that the pages of many visitors do not ask all at once
  const later = (s) => setTimeout(ask, (s + (Math.random() * Math.min(1, s)) / 4) * 1000, 'GET');

  byId('again').addEventListener('submit', (event) => {
    event.preventDefault();
    retriedAt = now();
    elapsed = 0;
    at = retriedAt;
    byId('done').replaceChildren();
    byId('step').textContent = 'Waking the server';
    byId('detail').textContent = '';
    stepAt = retriedAt;
    turn(false);
    ask('POST');
  });

  const clock = setInterval(show, 1000);
  if (state !== 'failed') {
    later(1);
  }
})();
