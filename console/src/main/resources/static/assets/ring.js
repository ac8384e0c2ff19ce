// The fleet as a ring: one sector for each worker, coloured by its state, as long as its share of the traffic.
import { svg } from './dom.js';
import { number, percent } from './words.js';

const INNER = 92;
const BASE = 14;
const REACH = 44;
const LABELLED = 12;
const WITH_GAPS = 120;

const at = (angle, radius) => [radius * Math.sin(angle), -radius * Math.cos(angle)].map((x) => x.toFixed(2)).join(' ');

function sector(from, to, inner, outer) {
  const large = to - from > Math.PI ? 1 : 0;
  return `M${at(from, inner)}L${at(from, outer)}A${outer} ${outer} 0 ${large} 1 ${at(to, outer)}`
    + `L${at(to, inner)}A${inner} ${inner} 0 ${large} 0 ${at(from, inner)}Z`;
}

/** @param open called with the id of a worker that was clicked */
export function drawRing(host, picture, requests, open) {
  const { workers } = picture;
  const ring = svg('svg', { viewBox: '-230 -176 460 352', role: 'img', 'aria-label': picture.verdict.headline });
  ring.append(svg('circle', { r: INNER + BASE + REACH, class: 'track' }), svg('circle', { r: INNER, class: 'track' }));
  const step = (2 * Math.PI) / Math.max(1, workers.length);
  const gap = workers.length > 1 && workers.length <= WITH_GAPS ? Math.min(0.03, step * 0.12) : 0.0005;
  const most = Math.max(...workers.map((worker) => worker.share ?? 0), 1e-9);
  workers.forEach((worker, i) => {
    const from = i * step + gap;
    const to = (i + 1) * step - gap;
    const outer = INNER + BASE + (worker.taking ? REACH * ((worker.share ?? 0) / most) : 0);
    const bar = svg('path', { d: sector(from, to, INNER, outer), 'data-tone': worker.tone, class: 'bar-of' });
    bar.append(svg('title'));
    bar.firstChild.textContent = `${worker.id}: ${worker.state}, ${percent(worker.share)} of the traffic`;
    bar.addEventListener('click', () => open(worker.id));
    ring.append(bar);
    if (workers.length <= LABELLED) {
      ring.append(label(worker, (from + to) / 2));
    }
  });
  ring.append(...centre(picture, requests));
  host.replaceChildren(ring);
}

function label(worker, angle) {
  const [x, y] = at(angle, INNER + BASE + REACH + 12).split(' ');
  const side = Math.sin(angle);
  const anchor = side > 0.2 ? 'start' : side < -0.2 ? 'end' : 'middle';
  const text = svg('text', { x, y, 'text-anchor': anchor, 'dominant-baseline': 'middle', class: 'name', 'data-tone': worker.tone });
  text.textContent = worker.id.length > 14 ? `${worker.id.slice(0, 13)}…` : worker.id;
  return text;
}

function centre(picture, requests) {
  const line = (text, y, kind) => {
    const words = svg('text', { y, 'text-anchor': 'middle', class: kind });
    words.textContent = text;
    return words;
  };
  if (picture.total === 0) {
    return [line('0', 2, 'big'), line('workers', 26, 'small'), line(`${number(requests)} req/s`, 48, 'small strong')];
  }
  return [
    line(`${picture.taking}/${picture.total}`, 2, 'big'),
    line('take traffic', 26, 'small'),
    line(`${number(requests)} req/s`, 48, 'small strong'),
  ];
}
