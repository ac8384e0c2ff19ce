// No action without a second look and a reason.
import { byId } from './dom.js';

const dialog = byId('confirm');
const yes = byId('confirm-yes');
const why = byId('confirm-why');
const problem = byId('confirm-problem');
let csrf = null;
let pending = null;

export function trust(token) {
  csrf = token;
}

/**
 * Asks, and then acts.
 * @param action title, text, button, path, body, and whether it has an end (`ends`)
 */
export function confirmed(action) {
  pending = action;
  byId('confirm-title').textContent = action.title;
  byId('confirm-text').textContent = action.text;
  byId('confirm-for').hidden = !action.ends;
  yes.textContent = action.button;
  why.value = '';
  problem.textContent = '';
  dialog.showModal();
  why.focus();
}

byId('confirm-no').addEventListener('click', () => dialog.close());

dialog.querySelector('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  yes.disabled = true;
  problem.textContent = '';
  try {
    const minutes = byId('confirm-minutes').value;
    const body = { ...pending.body, why: why.value };
    if (pending.ends && minutes) {
      body.minutes = Number(minutes);
    }
    const answer = await fetch(pending.path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', [csrf.header]: csrf.token },
      body: JSON.stringify(body),
    });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) {
      dialog.close();
      pending.done?.();
      toast(`${pending.did}. ${said.text}`);
    } else {
      problem.textContent = answer.status === 401
        ? 'You are signed out. Reload the page and sign in.'
        : said.detail ?? `The console refused it (${answer.status}).`;
    }
  } catch {
    problem.textContent = 'The console does not answer. Nothing may have been done; look at the events.';
  } finally {
    yes.disabled = false;
  }
});

let hide;
function toast(text) {
  const place = byId('toast');
  place.textContent = text;
  place.hidden = false;
  clearTimeout(hide);
  hide = setTimeout(() => { place.hidden = true; }, 6000);
}
