// Moments in words ("3 minutes ago") and countdowns; the absolute time always stands beside them.
const STEPS = [
  ["year", 31536000],
  ["month", 2592000],
  ["week", 604800],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];
const words = () => new Intl.RelativeTimeFormat(document.documentElement.lang || "zh", { numeric: "always" });

// The server's clock counts, not the visitor's: the page says when it was made.
const made = Date.parse((document.body && document.body.dataset.at) || "");
const skew = Number.isNaN(made) ? 0 : made - Date.now();
const now = () => Date.now() + skew;

function relative(seconds) {
  const size = Math.abs(seconds);
  const [unit, length] = STEPS.find(([, step]) => size >= step) || STEPS[STEPS.length - 1];
  return words().format(Math.sign(seconds) * Math.floor(size / length), unit);
}

function countdown(seconds) {
  const size = Math.floor(Math.abs(seconds));
  const [days, hours, minutes] = [Math.floor(size / 86400), Math.floor(size / 3600) % 24, Math.floor(size / 60) % 60];
  const two = (number) => String(number).padStart(2, "0");
  const clock = `${two(hours)}:${two(minutes)}:${two(size % 60)}`;
  return days ? document.body.dataset.wordsDays.replace("{count}", days) + clock : clock;
}

function tick() {
  document.querySelectorAll("time[data-moment] [data-relative]").forEach((node) => {
    const seconds = (Date.parse(node.closest("time").dateTime) - now()) / 1000;
    node.textContent = Math.abs(seconds) < 45 ? document.body.dataset.wordsJustNow : relative(seconds);
  });
  document.querySelectorAll("time[data-due]").forEach((node) => {
    const seconds = (Date.parse(node.dateTime) - now()) / 1000;
    const late = seconds < 0;
    node.classList.toggle("is-late", late);
    node.textContent = (late ? document.body.dataset.wordsLate : document.body.dataset.wordsLeft).replace("{time}", countdown(seconds));
  });
}

document.addEventListener("DOMContentLoaded", () => {
  tick();
  setInterval(tick, 1000);
});
document.addEventListener("htmx:load", tick);
