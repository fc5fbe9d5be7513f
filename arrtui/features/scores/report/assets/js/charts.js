// Charts, each with a sentence and a table that say the same.

const charts = [];
const still = window.matchMedia("(prefers-reduced-motion: reduce)");

class Plot {
  // make() → {title, words, empty, config, table: [head, rows]}, made anew when instance or colours change.
  constructor(figure, make) {
    Object.assign(this, { figure, make, chart: null });
    charts.push(this);
  }

  draw() {
    if (this.chart) this.chart.destroy();
    this.chart = null;
    const open = this.figure.querySelector("details")?.open;
    const { title, words, empty, config, table } = this.make();
    const head = [title ? el("h3", {}, title) : null];
    if (empty) {
      this.figure.replaceChildren(...head.filter(Boolean), el("p", { class: "nothing" }, empty));
      return;
    }
    const canvas = el("canvas", { role: "img", "aria-label": `${title || "Histogram"}: ${words}` });
    const numbers = el("details", { open }, el("summary", {}, "Show the numbers"),
      el("div", { class: "numbers", tabindex: 0, role: "region", "aria-label": "Numbers of the chart" }, plainTable(words, ...table)));
    const caption = el("figcaption", {}, words);
    const parts = title ? [...head, caption, el("div", { class: "canvas" }, canvas), numbers] : [el("div", { class: "canvas" }, canvas), caption, numbers];
    this.figure.replaceChildren(...parts);
    this.chart = new Chart(canvas, this.dressed(config));
  }

  dressed(config) {
    const { ink, soft, line, card } = { ink: colour("ink"), soft: colour("soft"), line: colour("line"), card: colour("card") };
    const scales = config.options.scales;
    for (const [name, scale] of Object.entries(scales)) {
      scale.grid = { color: line, drawTicks: false, display: name !== "x" };
      scale.border = { display: name === "x", color: line };
      scale.ticks = { color: soft, padding: 8, ...(name === "x" ? { maxRotation: 0, autoSkipPadding: 16 } : { autoSkip: false, maxTicksLimit: 7 }), ...scale.ticks };
    }
    const lines = config.type === "line" ? { usePointStyle: true, pointStyleWidth: 28 } : {};
    const legend = { position: "top", align: "start", labels: { color: ink, boxWidth: 10, boxHeight: 10, padding: 14, useBorderRadius: true, borderRadius: 3, ...lines } };
    const tooltip = { backgroundColor: ink, titleColor: card, bodyColor: card, padding: 10, cornerRadius: 8, boxPadding: 4, boxWidth: 10, boxHeight: 10 };
    Object.assign(config.options, {
      responsive: true, maintainAspectRatio: false, animation: still.matches ? false : { duration: 200 },
      interaction: { mode: "index", intersect: false }, plugins: { legend, tooltip },
    });
    return config;
  }
}

function drawCharts() {
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 12;
  charts.forEach((plot) => plot.draw());
}

function bars(label, name, values, stack = "one") {
  const tone = colour(name);
  return { label, data: values, backgroundColor: tone, stack, borderRadius: 2, categoryPercentage: 0.92, barPercentage: 0.92 };
}

const LINE_TONES = ["accent", "done", "format", "violet", "bad", "none"];
const DASHES = [[], [6, 4], [2, 3], [10, 4, 2, 4]];

function line(label, index, values) {
  const tone = colour(LINE_TONES[index % LINE_TONES.length]);
  return { label, data: values, borderColor: tone, backgroundColor: tone, borderWidth: 2, pointRadius: 0, pointStyle: "line", pointHitRadius: 8,
    tension: 0.25, spanGaps: true, borderDash: DASHES[index % DASHES.length] };
}

// Bins of a round width around most of the scores: outliers, which reach far, are gathered at the ends.
function bins(scores) {
  const sorted = Float64Array.from(scores).sort();
  const rank = (share) => sorted[Math.round((sorted.length - 1) * share)];
  const spread = rank(0.9) - rank(0.1);
  const low = Math.max(rank(0.01), rank(0.1) - spread);
  const high = Math.min(rank(0.99), rank(0.9) + spread);
  const rough = Math.max(1, (high - low) / 22);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((value) => value >= rough));
  const from = Math.floor(low / step) * step;
  const steps = Math.floor((high - from) / step) + 1;
  const place = (score) => Math.max(0, Math.min(steps - 1, Math.floor((score - from) / step)));
  const labels = Array.from({ length: steps }, (_, index) => {
    const start = from + index * step;
    if (index === 0 && sorted[0] < from) return `under ${count(start + step)}`;
    if (index === steps - 1 && sorted[sorted.length - 1] >= start + step) return `${count(start)} and more`;
    return step === 1 ? count(start) : `${count(start)} to ${count(start + step - 1)}`;
  });
  const starts = labels.map((_, index) => from + index * step);
  return { labels, place, starts };
}
