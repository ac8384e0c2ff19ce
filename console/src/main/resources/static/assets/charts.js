// Requests, failures and response times of the last minutes. Chart.js is a classic script: it is there as window.Chart.

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function line(name, key, fillWith) {
  return {
    label: name, data: [], parsing: false, borderWidth: 1.75, pointRadius: 0, pointHitRadius: 8, tension: 0.25,
    borderColor: colour(key), backgroundColor: fillWith, fill: fillWith ? 'origin' : false, spanGaps: false,
  };
}

function options(unit, least) {
  const grid = colour('--line');
  const ink = colour('--muted');
  return {
    animation: false, responsive: true, maintainAspectRatio: false, interaction: { mode: 'index', intersect: false },
    plugins: {
      legend: { display: false },
      tooltip: {
        callbacks: {
          title: (items) => clock(items[0].parsed.x, true),
          label: (item) => `${item.dataset.label}: ${item.parsed.y.toFixed(1)} ${unit}`,
        },
      },
    },
    scales: {
      x: {
        type: 'linear', grid: { display: false }, border: { color: grid },
        ticks: { color: ink, maxTicksLimit: 6, maxRotation: 0, callback(value) { return clock(value, this.max - this.min < 300_000); } },
      },
      y: {
        beginAtZero: true, suggestedMax: least, grid: { color: grid }, border: { display: false },
        ticks: { color: ink, maxTicksLimit: 4, precision: 0 },
      },
    },
  };
}

const clock = (at, exactly) => new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit', minute: '2-digit', second: exactly ? '2-digit' : undefined,
}).format(new Date(at));

export class Charts {
  #points = new Map();

  #most = 300;

  constructor(requests, mean) {
    this.requestsCanvas = requests;
    this.meanCanvas = mean;
    this.#build();
  }

  /** After the theme changed. */
  repaint() {
    this.requests.destroy();
    this.mean.destroy();
    this.#build();
    this.#draw();
  }

  clear() {
    this.#points.clear();
  }

  /** Points may come twice. */
  add(points) {
    for (const point of points) {
      this.#points.set(point.at, point);
    }
    while (this.#points.size > this.#most) {
      this.#points.delete(this.#points.keys().next().value);
    }
    this.#draw();
  }

  /** The console keeps more where it is told to. */
  keep(most) {
    this.#most = Math.max(this.#most, most);
  }

  latest() {
    return [...this.#points.values()].at(-1);
  }

  #build() {
    const font = getComputedStyle(document.body).fontFamily;
    Chart.defaults.font.family = font;
    this.requests = new Chart(this.requestsCanvas, {
      type: 'line', options: options('per second', 2),
      data: { datasets: [line('failures', '--bad', colour('--bad-soft')), line('requests', '--accent', colour('--accent-soft'))] },
    });
    this.mean = new Chart(this.meanCanvas, {
      type: 'line', options: options('ms', 2), data: { datasets: [line('mean', '--info', false)] },
    });
  }

  #draw() {
    const points = [...this.#points.values()].sort((a, b) => a.at - b.at);
    const last = points.at(-1);
    const [failures, requests] = this.requests.data.datasets;
    requests.data = points.map((p) => ({ x: p.at, y: p.requests }));
    failures.data = points.map((p) => ({ x: p.at, y: p.failures }));
    this.mean.data.datasets[0].data = points.map((p) => ({ x: p.at, y: p.meanMs ?? NaN }));
    for (const chart of [this.requests, this.mean]) {
      if (last) {
        chart.options.scales.x.max = last.at;
        chart.options.scales.x.min = Math.min(points[0].at, last.at - 60_000);
      }
      chart.update('none');
    }
    const none = points.every((p) => p.requests === 0);
    this.requestsCanvas.parentElement.querySelector('.none').hidden = !none;
    if (last) {
      this.requestsCanvas.setAttribute('aria-label',
        `Now ${last.requests.toFixed(1)} requests and ${last.failures.toFixed(1)} failures per second`);
      this.meanCanvas.setAttribute('aria-label',
        last.meanMs === null ? 'No response times now' : `Mean response time now ${last.meanMs.toFixed(1)} milliseconds`);
    }
  }
}
