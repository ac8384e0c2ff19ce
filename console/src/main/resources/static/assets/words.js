// Numbers and times for people.

export function number(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  if (value >= 100) {
    return Math.round(value).toLocaleString('en');
  }
  return value >= 10 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, '');
}

export const percent = (share) => (share === null || share === undefined ? '–' : `${number(share * 100)} %`);

export const millis = (value) => (value === null || value === undefined ? '–' : `${number(value)} ms`);

/** How long ago, coarsely. */
export function ago(iso, now = Date.now()) {
  const then = Date.parse(iso);
  if (Number.isNaN(then)) {
    return '–';
  }
  const seconds = Math.max(0, Math.round((now - then) / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const time = (at) => clock.format(new Date(at));

export const signed = (points) => `${points > 0 ? '+' : points < 0 ? '−' : ''}${Math.abs(points).toFixed(1)}`;
