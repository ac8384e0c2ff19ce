// One worker: what it is, why it stands where it stands, what happened to it, and what can be done about it.
import { byId, el, pill } from './dom.js';
import { confirmed } from './confirm.js';
import { spark } from './spark.js';
import { ago, millis, number, percent, signed, time } from './words.js';

const dialog = byId('details');
let shown = null;
let canAct = false;
let latest = { worker: null, scores: [] };

export function allow(acting) {
  canAct = acting;
}

export async function open(id, worker, scores) {
  shown = id;
  latest = { worker, scores };
  draw(null);
  if (!dialog.open) {
    dialog.showModal();
  }
  await load(id);
}

/** The picture changed. */
export function refresh(worker, scores) {
  if (dialog.open && worker) {
    const changed = latest.worker?.state !== worker.state;
    latest = { worker, scores };
    dialog.querySelector('.facts')?.replaceWith(facts(worker));
    dialog.querySelector('.head .pill')?.replaceWith(pill(worker.state, worker.tone));
    if (changed) {
      load(worker.id);
    }
  }
}

export const openId = () => (dialog.open ? shown : null);

async function load(id) {
  try {
    const answer = await fetch(`/api/workers/${encodeURIComponent(id)}`);
    if (answer.ok && shown === id) {
      draw(await answer.json());
    }
  } catch {
    // The banner of the page says that the console is away.
  }
}

function draw(details) {
  const { worker, scores } = latest;
  const close = el('button', { type: 'button', className: 'quiet icon', 'aria-label': 'Close' }, '✕');
  close.addEventListener('click', () => dialog.close());
  dialog.replaceChildren(
    el('div', { className: 'head' },
      el('h2', { id: 'details-title' }, shown),
      worker ? pill(worker.state, worker.tone) : null,
      el('span', { className: 'space' }), close),
    worker ? facts(worker) : el('p', {}, 'It is not in the fleet any more.'),
    canAct && worker && worker.state !== 'lost' ? actions(worker) : null,
    standing(worker, scores, details),
    history(details));
}

function facts(worker) {
  const row = (name, value) => el('div', {}, el('dt', {}, name), el('dd', {}, value));
  return el('dl', { className: 'facts' },
    row('Address', worker.address), row('Services', worker.services.join(', ')), row('Zone', worker.zone || '–'),
    row('Weight', number(worker.weight)), row('Share of traffic', percent(worker.share)),
    row('Requests', `${number(worker.rate)} / s`), row('In flight', String(worker.inFlight)),
    row('Response', millis(worker.latencyMs)), row('Success', percent(worker.successRate)),
    row('Present for', ago(worker.presentSince)));
}

function actions(worker) {
  const button = (text, kind, action) => {
    const made = el('button', { type: 'button', 'data-kind': kind }, text);
    made.addEventListener('click', () => confirmed({ ...action, done: () => load(worker.id) }));
    return made;
  };
  const path = (verb) => `/api/actions/workers/${encodeURIComponent(worker.id)}/${verb}`;
  return el('div', { className: 'actions', role: 'group', 'aria-label': 'Actions' },
    button('Drain', 'warn', {
      title: `Drain ${worker.id}?`, button: `Drain ${worker.id}`, did: `${worker.id} drains`, path: path('drain'),
      text: 'It finishes what it has and gets no new requests until it registers anew.',
    }),
    button('Quarantine', 'bad', {
      title: `Quarantine ${worker.id}?`, button: `Quarantine ${worker.id}`, did: `${worker.id} is quarantined`,
      path: path('quarantine'), ends: true,
      text: 'It gets canaries only. Nothing caps this: make sure that the others can carry its traffic.',
    }),
    button('Pardon', 'ok', {
      title: `Pardon ${worker.id}?`, button: `Pardon ${worker.id}`, did: `${worker.id} is pardoned`, path: path('pardon'),
      text: 'Everything before is forgiven: points, bans, time still to serve. If it was out, it returns by probation.',
    }));
}

function standing(worker, scores, details) {
  const section = el('section', {}, el('h3', {}, 'Why it stands where it stands'));
  const now = worker?.standing;
  if (!now) {
    section.append(el('p', { className: 'hint' },
      'Nothing is known of its standing: the reputation service has not told of it yet, or does not answer.'));
    return section;
  }
  section.append(el('p', { className: 'score' }, el('b', {}, now.score.toFixed(1).replace('-', '−')), ` ${now.state}, weight × ${number(now.multiplier)}`, spark(scores, 220, 40)));
  const lines = details?.explanation?.lines ?? [];
  if (now.why && !lines.some((line) => line.text === now.why)) {
    section.append(el('p', {}, now.why));
  }
  const most = Math.max(...lines.map((line) => Math.abs(line.points)), 1);
  section.append(el('ul', { className: 'lines' }, ...lines.map((line) => {
    const bar = el('i', { 'data-tone': line.points < 0 ? 'bad' : 'ok', 'aria-hidden': 'true' });
    bar.style.width = `${Math.max(2, (Math.abs(line.points) / most) * 100)}%`;
    return el('li', {}, el('b', {}, signed(line.points)), el('span', {}, line.text), el('time', { dateTime: line.at }, `${ago(line.at)} ago`), el('span', { className: 'track' }, bar));
  })));
  if (details && lines.length === 0) {
    section.append(el('p', { className: 'hint' }, 'Nothing counts for or against it.'));
  }
  return section;
}

/** Operators have names; what others report speaks for itself. */
const by = (reporter) => (reporter.startsWith('operator:') ? ` (${reporter.slice('operator:'.length)})` : '');

function history(details) {
  const section = el('section', {}, el('h3', {}, 'What happened to it'));
  const entries = [
    ...(details?.history?.history ?? []).map((entry) => ({ at: entry.at, text: entry.kind.toLowerCase() })),
    ...(details?.facts?.events ?? []).map((fact) => ({ at: fact.at, text: `${fact.type}${fact.why ? `: ${fact.why}` : ''}${by(fact.reporter)}` })),
  ].sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, 30);
  section.append(entries.length
    ? el('ol', { className: 'events' }, ...entries.map((entry) => el('li', {}, el('time', { dateTime: entry.at }, time(entry.at)), el('span', {}, entry.text))))
    : el('p', { className: 'hint' }, details ? 'Nothing yet.' : 'Asking …'));
  return section;
}
