// What happened, newest first.
import { byId, el } from './dom.js';
import { time } from './words.js';

const MOST = 200;

export class Events {
  #known = new Map();

  clear() {
    this.#known.clear();
  }

  /** Happenings may come twice and in any order. */
  add(happenings) {
    for (const happening of happenings) {
      this.#known.set(happening.number, happening);
    }
    const newest = [...this.#known.values()].sort((a, b) => b.number - a.number).slice(0, MOST);
    this.#known = new Map(newest.map((happening) => [happening.number, happening]));
    byId('events').replaceChildren(...(newest.length
      ? newest.map(item)
      : [el('li', { className: 'none' }, 'Nothing happened yet. Joins, losses, ejections, verdicts and what operators do appear here.')]));
  }

  of(subject) {
    return [...this.#known.values()].filter((happening) => happening.subject === subject);
  }
}

export function item(happening) {
  return el('li', { 'data-tone': happening.tone },
    el('time', { dateTime: happening.at }, time(happening.at)),
    el('span', {}, happening.text));
}
