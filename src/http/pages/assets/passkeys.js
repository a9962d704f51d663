/*
 * Forms marked data-passkey ask the browser for a passkey before they are sent. They are hidden until it is known that the
 * browser can do that.
 */
(() => {
  const { browserSupportsWebAuthn, startAuthentication } = globalThis.SimpleWebAuthnBrowser;
  if (!browserSupportsWebAuthn()) return;
  for (const place of document.querySelectorAll('[data-passkeys]')) place.hidden = false;
  for (const form of document.querySelectorAll('form[data-passkey]'))
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void ask(form);
    });

  async function ask(form) {
    const button = form.querySelector('button');
    button.disabled = true;
    say(form, '');
    try {
      const begun = await fetch(form.dataset.begin, { method: 'POST' });
      const optionsJSON = await begun.json();
      if (!begun.ok) throw new Error(optionsJSON.detail ?? optionsJSON.title);
      form.elements.answer.value = JSON.stringify(await startAuthentication({ optionsJSON }));
      form.submit();
    } catch (error) {
      button.disabled = false;
      say(form, words(error));
    }
  }

  function say(form, text) {
    const place = form.querySelector('[role=alert]');
    place.textContent = text;
    place.hidden = text === '';
  }

  function words(error) {
    if (error.name === 'NotAllowedError') return 'The passkey dialog was closed, or took too long.';
    return error.message;
  }
})();
