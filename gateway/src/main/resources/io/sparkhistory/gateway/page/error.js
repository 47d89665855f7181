// The button that copies the example.
(() => {
  'use strict';
  const button = document.getElementById('copy');
  const example = document.getElementById('example');

  const select = () => {
    const range = document.createRange();
    range.selectNodeContents(example);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };

  button.hidden = false;
  button.addEventListener('click', async () => {
    let copied = true;
    try {
      await navigator.clipboard.writeText(example.textContent);
    } catch {
      // no clipboard without https, or in this frame: the old way
      select();
      copied = document.execCommand('copy');
    }
    button.textContent = copied ? 'Copied' : 'Selected: press Ctrl+C';
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 3000);
  });
})();
