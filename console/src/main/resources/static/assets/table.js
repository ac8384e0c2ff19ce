// The fleet as a table. Rows are kept and changed in place, so that focus and selection stay where they are.
import { byId, el, pill } from './dom.js';
import { ago, millis, number, percent } from './words.js';
import { spark } from './spark.js';

const FILTER_FROM = 9;
const order = { bad: 0, warn: 1, off: 2, info: 3, ok: 4 };

const by = {
  id: (w) => w.id,
  state: (w) => order[w.tone],
  score: (w) => w.standing?.score ?? 0,
  share: (w) => w.share ?? -1,
  rate: (w) => w.rate,
  inFlight: (w) => w.inFlight,
  latencyMs: (w) => w.latencyMs ?? -1,
  cpu: (w) => w.cpu,
  since: (w) => w.since,
};

export class Table {
  #rows = new Map();

  #sort = { by: 'id', down: false };

  #last = null;

  constructor(open) {
    this.open = open;
    this.filter = byId('filter');
    this.filter.addEventListener('input', () => this.#last && this.draw(...this.#last));
    for (const th of document.querySelectorAll('#table th')) {
      th.querySelector('button').addEventListener('click', () => {
        const same = this.#sort.by === th.dataset.by;
        this.#sort = { by: th.dataset.by, down: same ? !this.#sort.down : false };
        this.#mark();
        if (this.#last) {
          this.draw(...this.#last);
        }
      });
    }
    this.#mark();
  }

  draw(picture, scores) {
    this.#last = [picture, scores];
    const none = picture.total === 0;
    byId('empty').hidden = !none || !picture.known;
    byId('table').hidden = none;
    this.filter.hidden = picture.workers.length < FILTER_FROM && !this.filter.value;
    const wanted = this.#wanted(picture.workers);
    byId('count').textContent = count(picture, wanted.length);
    const most = Math.max(...picture.workers.map((worker) => worker.share ?? 0), 1e-9);
    const kept = new Map();
    const body = byId('rows');
    wanted.forEach((worker, i) => {
      const row = this.#rows.get(worker.id) ?? this.#row(worker.id);
      update(row, worker, scores[worker.id], most);
      if (body.children[i] !== row.tr) {
        body.insertBefore(row.tr, body.children[i] ?? null);
      }
      kept.set(worker.id, row);
    });
    while (body.children.length > wanted.length) {
      body.lastElementChild.remove();
    }
    this.#rows = kept;
  }

  #wanted(workers) {
    const words = this.filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const value = by[this.#sort.by];
    const sign = this.#sort.down ? -1 : 1;
    return workers
      .filter((w) => {
        const text = `${w.id} ${w.state} ${w.zone} ${w.services.join(' ')} ${w.address}`.toLowerCase();
        return words.every((word) => text.includes(word));
      })
      .sort((a, b) => {
        const [x, y] = [value(a), value(b)];
        const compared = typeof x === 'string' ? x.localeCompare(y, 'en', { numeric: true }) : x - y;
        return sign * compared || a.id.localeCompare(b.id, 'en', { numeric: true });
      });
  }

  #mark() {
    for (const th of document.querySelectorAll('#table th')) {
      const mine = th.dataset.by === this.#sort.by;
      th.setAttribute('aria-sort', mine ? (this.#sort.down ? 'descending' : 'ascending') : 'none');
    }
  }

  #row(id) {
    const cells = {};
    const cell = (name, label, className) => {
      cells[name] = el('td', { 'data-label': label, className: className ?? '' });
      return cells[name];
    };
    const name = el('button', { type: 'button', className: 'link' }, id);
    name.addEventListener('click', () => this.open(id));
    const where = el('small');
    const tr = el('tr', { 'data-worker': id },
      el('th', { scope: 'row' }, name, where),
      cell('state', 'State'), cell('standing', 'Standing', 'standing'), cell('share', 'Share of traffic', 'share'),
      cell('rate', 'Req / s', 'n'), cell('inFlight', 'In flight', 'n'), cell('latency', 'Response', 'n'),
      cell('cpu', 'CPU', 'n'), cell('since', 'Since', 'n'));
    tr.addEventListener('click', (event) => {
      if (!event.target.closest('button')) {
        this.open(id);
      }
    });
    return { tr, where, cells };
  }
}

/** @param most the largest share: bars are as long as theirs is beside it */
function update(row, worker, scores, most) {
  const { cells } = row;
  row.tr.dataset.tone = worker.tone;
  row.where.textContent = [worker.address.replace(/^https?:\/\//, ''), worker.zone].filter(Boolean).join(' · ');
  cells.state.replaceChildren(pill(worker.state, worker.tone));
  cells.standing.replaceChildren(...(worker.standing
    ? [el('b', {}, worker.standing.score.toFixed(1).replace('-', '−')), spark(scores)]
    : ['–']));
  const bar = el('span', { className: 'meter', 'aria-hidden': 'true' }, el('i'));
  bar.firstChild.style.width = `${Math.round(((worker.share ?? 0) / most) * 100)}%`;
  cells.share.replaceChildren(bar, el('span', {}, percent(worker.share)));
  cells.rate.textContent = number(worker.rate);
  cells.inFlight.textContent = String(worker.inFlight);
  cells.latency.textContent = millis(worker.latencyMs);
  cells.cpu.textContent = worker.state === 'lost' ? '–' : percent(worker.cpu);
  cells.since.textContent = ago(worker.since);
}

function count(picture, shown) {
  if (picture.total > picture.workers.length) {
    return `${shown} of ${picture.total}, those in trouble first`;
  }
  return shown === picture.total ? `${picture.total}` : `${shown} of ${picture.total}`;
}
