// The page: one stream of server-sent events, drawn as it comes.
import { byId } from './dom.js';
import { Charts } from './charts.js';
import { Events } from './events.js';
import { Table } from './table.js';
import { drawRing } from './ring.js';
import { drawBalancing, drawPeers } from './side.js';
import { trust } from './confirm.js';
import { allow, open, openId, refresh } from './details.js';
import { number, time } from './words.js';

/** A picture comes each second or so; without one for so long something is wrong. */
const STALE_MS = 6000;
const AGAIN_MS = 3000;

let session = await (await fetch('/api/session')).json();
let picture = null;
let scores = {};
let heard = 0;
const opened = Date.now();

const charts = new Charts(byId('requests'), byId('mean'));
const events = new Events();
const show = (id) => open(id, worker(id), scores[id]);
const table = new Table(show);
const worker = (id) => picture?.workers.find((each) => each.id === id);

meet();
window.setInterval(watchTheClock, 1000);
listen();

function meet() {
  byId('who').textContent = session.name ? `${session.name}${session.canAct ? '' : ' · read-only'}` : '';
  trust(session.csrf);
  allow(session.canAct);
  const token = document.createElement('input');
  token.type = 'hidden';
  token.name = session.csrf.parameter;
  token.value = session.csrf.token;
  byId('sign-out').append(token);
  byId('theme').addEventListener('click', switchTheme);
}

function switchTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  localStorage.setItem('theme', root.dataset.theme);
  charts.repaint();
}

function listen() {
  const stream = new EventSource('/api/stream');
  const on = (name, take) => stream.addEventListener(name, (event) => {
    heard = Date.now();
    take(JSON.parse(event.data));
  });
  stream.addEventListener('open', () => {
    // The console may be another one now, with numbers of its own.
    events.clear();
    charts.clear();
  });
  stream.addEventListener('error', () => {
    askWhy();
    if (stream.readyState === EventSource.CLOSED) {
      // Refused and not only broken: browsers do not come back from that by themselves.
      setTimeout(listen, AGAIN_MS);
    }
  });
  on('happenings', (all) => events.add(all));
  on('happening', (one) => events.add([one]));
  on('points', (all) => { charts.keep(all.length); charts.add(all); figures(); });
  on('traffic', (some) => { charts.add(some); figures(); });
  on('scores', (all) => { scores = all; });
  on('picture', (next) => { picture = next; draw(); });
}

/** A stream does not say why it broke. */
async function askWhy() {
  try {
    session = await (await fetch('/api/session')).json();
    if (!session.name) {
      location.replace('/sign-in');
    }
    trust(session.csrf);
  } catch {
    // Not there: the clock says so.
  }
}

function draw() {
  const { verdict } = picture;
  const card = byId('verdict');
  if (byId('headline').textContent !== verdict.headline) {
    byId('announce').textContent = verdict.headline;
  }
  card.dataset.tone = verdict.tone;
  byId('headline').textContent = verdict.headline;
  byId('detail').textContent = verdict.detail;
  document.title = `${verdict.tone === 'ok' ? '' : '● '}${verdict.headline} · Equipoise`;
  ring();
  table.draw(picture, scores);
  drawBalancing(picture, session);
  drawPeers(picture);
  byId('f-flight').textContent = String(picture.inFlight);
  const id = openId();
  if (id) {
    refresh(worker(id), scores[id]);
  }
  watchTheClock();
}

function ring() {
  if (picture) {
    drawRing(byId('ring'), picture, charts.latest()?.requests ?? 0, show);
  }
}

function figures() {
  const last = charts.latest();
  if (!last) {
    return;
  }
  ring();
  const failing = last.requests > 0 ? (100 * last.failures) / last.requests : 0;
  byId('f-requests').textContent = number(last.requests);
  byId('f-failing').textContent = number(failing);
  byId('f-failing').closest('div').dataset.tone = failing >= 10 ? 'bad' : failing >= 1 ? 'warn' : '';
  byId('f-mean').textContent = last.meanMs === null ? '–' : number(last.meanMs);
}

function watchTheClock() {
  const lost = Date.now() - (heard || opened) > STALE_MS;
  const state = lost ? 'lost' : heard === 0 ? 'waiting' : 'live';
  byId('live').dataset.live = state;
  byId('live-text').textContent = { waiting: 'Connecting', lost: 'Connection lost', live: 'Live' }[state];
  const banner = byId('lost');
  banner.hidden = !lost;
  const text = heard === 0
    ? 'The console sends nothing. It may be busy, or as many pages may be open as may be (equipoise.console.max-subscribers).'
    : `The console does not answer. What you see is from ${time(heard)}; the page goes on by itself once it is back.`;
  if (lost && banner.textContent !== text) {
    banner.textContent = text;
  }
}
