// How services are balanced, and how the parts of the suite are.
import { byId, el, pill } from './dom.js';
import { confirmed } from './confirm.js';

let shown = '';

/** @param session who looks, and which policies there are */
export function drawBalancing(picture, session) {
  // Only when something changed: somebody may be choosing.
  const now = JSON.stringify([picture.services, session.canAct]);
  if (now === shown) {
    return;
  }
  shown = now;
  byId('balancing').replaceChildren(...(picture.services.length
    ? picture.services.map((service) => row(service, session))
    : [el('p', { className: 'hint' }, 'No gateway tells how it balances. It does once it had a request and is shown the operators’ token (equipoise.console.operator-token-file).')]));
}

function row(service, session) {
  const state = service.panicking.length ? pill('panics', 'bad') : service.ejected ? pill(`${service.ejected} ejected`, 'warn') : null;
  const name = el('b', {}, service.name);
  if (!session.canAct) {
    return el('div', { className: 'service' }, name, el('code', {}, service.policies.join(', ')), state);
  }
  const choice = el('select', { 'aria-label': `Policy of ${service.name}` },
    ...session.policies.map((policy) => el('option', { value: policy, selected: service.policies[0] === policy }, policy)));
  const button = el('button', { type: 'button', disabled: true }, 'Switch');
  choice.addEventListener('change', () => {
    button.disabled = service.policies.length === 1 && choice.value === service.policies[0];
  });
  button.addEventListener('click', () => confirmed({
    title: `Balance ${service.name} by ${choice.value}?`,
    text: `It is ${service.policies.join(', ')} now. No request is lost. Gateways go back to their configuration when they restart.`,
    button: `Switch to ${choice.value}`, did: `${service.name} is balanced by ${choice.value}`,
    path: `/api/actions/services/${encodeURIComponent(service.name)}/policy`, body: { policy: choice.value },
  }));
  return el('div', { className: 'service' }, name, choice, button,
    service.policies.length > 1 ? pill(`gateways differ: ${service.policies.join(', ')}`, 'warn') : null, state);
}

export function drawPeers(picture) {
  byId('peers').replaceChildren(...picture.peers.map((peer) => el('li', {},
    pill(peer.status === 'UP' ? 'up' : peer.status === 'SILENT' ? 'silent' : peer.status.toLowerCase(), peer.status === 'UP' ? 'ok' : 'bad'),
    el('b', {}, peer.name), el('span', {}, peer.detail || peer.address),
    el('small', {}, peer.millis === null ? '' : `${peer.millis} ms`))));
}
