// A line as small as a word.
import { svg } from './dom.js';

/** @param {number[]} values oldest first */
export function spark(values, width = 76, height = 22) {
  const line = values && values.length > 1 ? values : values && values.length ? [values[0], values[0]] : [];
  const graph = svg('svg', { viewBox: `0 0 ${width} ${height}`, width, height, class: 'spark', 'aria-hidden': 'true' });
  if (line.length === 0) {
    return graph;
  }
  // Never less than ten points high: the wobble of a tenth is no news.
  const middle = (Math.max(...line) + Math.min(...line)) / 2;
  const span = Math.max(10, Math.max(...line) - Math.min(...line));
  const points = line.map((value, i) => {
    const x = 2 + (i / (line.length - 1)) * (width - 4);
    const y = height / 2 - ((value - middle) / span) * (height - 6);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const [x, y] = points[points.length - 1].split(',');
  graph.append(
    svg('polyline', { points: points.join(' '), fill: 'none' }),
    svg('circle', { cx: x, cy: y, r: 2 }),
  );
  return graph;
}
