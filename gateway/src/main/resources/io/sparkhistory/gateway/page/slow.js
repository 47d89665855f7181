// Asks for this page again until the history server has answered; the gateway keeps the one request
// to it going. Then reloads, which is going there, with query and fragment.
(() => {
  'use strict';
  const slow = document.getElementById('slow');
  const began = performance.now() - Number(slow.dataset.elapsed) * 1000;

  const show = () => {
    const whole = Math.floor((performance.now() - began) / 1000);
    const minutes = Math.floor(whole / 60);
    document.getElementById('times').textContent =
      (minutes ? `${minutes} min ${whole % 60} s` : `${whole} s`) + ' so far';
  };

  const ask = async () => {
    try {
      const stop = new AbortController();
      const answer = await fetch(location.href, {
        headers: { Accept: 'text/html' },
        cache: 'no-store',
        redirect: 'manual',
        signal: stop.signal,
      });
      const still = answer.headers.get('X-Spark-History-Page') === 'slow';
      stop.abort(); // its content is not needed
      if (!still) {
        document.getElementById('step').textContent = 'Ready: opening your page';
        location.reload();
        return;
      }
      setTimeout(ask, 1000);
    } catch {
      setTimeout(ask, 3000);
    }
  };

  setInterval(show, 1000);
  setTimeout(ask, 1000);
})();
