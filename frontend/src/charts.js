// Charts of what was measured: the mean as a line, least and most as its shade, limits, and incidents behind it all.
import { LineChart } from "echarts/charts";
import { GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([LineChart, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const SIZES = [[2 ** 40, "TB"], [2 ** 30, "GB"], [2 ** 20, "MB"], [2 ** 10, "KB"], [0, "B"]];
const short = (value) => (value === null || value === undefined ? "—" : Number(value.toPrecision(4)).toLocaleString());

// Bytes are read in what they are thought of: 20 GB, never 21,474,836,480.
function sized(value) {
  if (value === null || value === undefined) return "—";
  const [size, name] = SIZES.find(([least]) => Math.abs(value) >= least);
  return `${short(value / (size || 1))} ${name}`;
}

// A line must not join what lies hours apart: nothing was known in between.
function withGaps(steps, gap) {
  const rows = [];
  steps.forEach((step, place) => {
    if (place && step[0] - steps[place - 1][0] > gap) rows.push([step[0] - 1, null, null, null]);
    rows.push(step);
  });
  return rows;
}

function limit(value, name, shade) {
  return value === null ? [] : [{ yAxis: value, name, lineStyle: { color: shade, type: "dashed" }, label: { formatter: name, position: "insideEndTop", color: shade } }];
}

function options(node, told) {
  const typical = told.steps.length > 2 ? (told.steps.at(-1)[0] - told.steps[0][0]) / (told.steps.length - 1) : 60000;
  const rows = withGaps(told.steps, Math.max(typical * 3, told.width * 2500));
  const [ink, quiet, line, red, amber] = ["--tblr-body-color", "--tblr-secondary", "--tblr-primary", "--tblr-danger", "--tblr-warning"].map(colour);
  const isBytes = node.dataset.measure === "bytes";
  const text = { color: quiet, fontFamily: getComputedStyle(document.body).fontFamily };
  return {
    animation: false,
    textStyle: text,
    grid: { left: 8, right: 12, top: 16, bottom: 4, containLabel: true },
    // Drawn on the canvas: the pages allow no styles inside of HTML.
    tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: isBytes ? sized : (value) => `${short(value)} ${node.dataset.unit}`, textStyle: { color: ink } },
    xAxis: { type: "time", min: told.since, max: told.until, axisLabel: { color: quiet, hideOverlap: true }, axisLine: { lineStyle: { color: colour("--tblr-border-color") } } },
    yAxis: { type: "value", scale: true, axisLabel: { color: quiet, formatter: isBytes ? sized : short }, splitLine: { lineStyle: { color: colour("--tblr-border-color") } } },
    series: [
      { type: "line", stack: "range", symbol: "none", silent: true, tooltip: { show: false }, lineStyle: { opacity: 0 }, data: rows.map((row) => [row[0], row[2]]) },
      { type: "line", stack: "range", symbol: "none", silent: true, tooltip: { show: false }, lineStyle: { opacity: 0 }, areaStyle: { color: line, opacity: 0.14 }, data: rows.map((row) => [row[0], row[3] === null ? null : row[3] - row[2]]) },
      {
        type: "line",
        name: "",
        symbol: told.steps.length < 3 ? "circle" : "none",
        lineStyle: { color: line, width: 2 },
        itemStyle: { color: line },
        data: rows.map((row) => [row[0], row[1]]),
        markLine: { symbol: "none", silent: true, data: [...limit(told.warn, node.dataset.wordsWarn, amber), ...limit(told.critical, node.dataset.wordsCritical, red)] },
        markArea: { silent: true, data: told.incidents.map(([from, to, kind]) => [{ xAxis: from, itemStyle: { color: kind === "critical" ? red : amber, opacity: 0.16 } }, { xAxis: to }]) },
      },
    ],
  };
}

async function draw(node) {
  const answer = await fetch(node.dataset.chart, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const told = await answer.json();
  if (!told.steps.length) {
    node.textContent = node.dataset.wordsNone;
    node.classList.add("text-secondary");
    return;
  }
  const chart = init(node, null, { renderer: "canvas" });
  chart.setOption(options(node, told));
  new ResizeObserver(() => chart.resize()).observe(node);
}

document.querySelectorAll("[data-chart]").forEach((node) => draw(node));
