// Moments as the pages say them: the time of day, then the date, then the year too; in the zone of the office.
const language = () => document.documentElement.lang;
const zone = () => document.querySelector("[data-chat]").dataset.zone;

// A formatter takes half a millisecond to make and much memory outside the script's own; each is made once.
const made = new Map();
function formatter(speech, how) {
  const name = JSON.stringify([speech, zone(), how]);
  if (!made.has(name)) made.set(name, new Intl.DateTimeFormat(speech, { timeZone: zone(), ...how }));
  return made.get(name);
}
const written = (moment, how) => formatter(language(), how).format(moment);
const DAY = { year: "numeric", month: "2-digit", day: "2-digit" };
const dayOf = (moment) => formatter("en-CA", DAY).format(moment);

export const timeOf = (moment) => written(moment, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
export const fully = (moment) => written(moment, { year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
export const sameDay = (one, other) => dayOf(one) === dayOf(other);

export function dayName(moment, words) {
  const now = Date.now();
  if (sameDay(moment, now)) return words.today;
  if (sameDay(moment, now - 86_400_000)) return words.yesterday;
  const thisYear = dayOf(moment).slice(0, 4) === dayOf(now).slice(0, 4);
  return written(moment, { year: thisYear ? undefined : "numeric", month: "long", day: "numeric", weekday: "short" });
}

export const brief = (moment, words) => (sameDay(moment, Date.now()) ? timeOf(moment) : sameDay(moment, Date.now() - 86_400_000) ? words.yesterday : written(moment, { month: "numeric", day: "numeric" }));
