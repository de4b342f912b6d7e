// What was said in one room: drawn from the end, more of it when somebody scrolls up, read marks as it is seen.
import { Direction, EventStatus, EventType, RoomEvent, RoomMemberEvent, TimelineWindow } from "matrix-js-sdk";
import { filled, h, keep, listed, mark, soon } from "./dom.js";
import { peopleIn } from "./kinds.js";
import { content } from "./message.js";
import { dayName, fully, sameDay, timeOf } from "./moments.js";

const PAGE = 30;
const NEAR = 80;
const TOGETHER = 300_000;
const TAKEN_BACK_WITHIN = 120_000;

export class Timeline {
  constructor({ place, more, typing, words, client, service, outbox, tools, seen }) {
    Object.assign(this, { place, more, typing, words, client, service, outbox, tools, seen, room: null, window: null, busy: false, stuck: true, from: "" });
    this.redraw = soon(() => this.draw());
    place.addEventListener("scroll", () => {
      this.stuck = this.atEnd();
      if (this.stuck) this.newer();
      else if (place.scrollTop < NEAR) this.older();
    });
    more.addEventListener("click", () => this.older());
    client.on(RoomEvent.Timeline, (_event, room) => room === this.room && this.came());
    client.on(RoomEvent.TimelineReset, (room) => room === this.room && this.open(room));
    for (const name of [RoomEvent.Receipt, RoomEvent.Redaction, RoomEvent.LocalEchoUpdated]) client.on(name, (_event, room) => room === this.room && this.redraw());
    client.on(RoomMemberEvent.Typing, (_event, member) => member.roomId === this.room?.roomId && this.showTyping());
    client.on(RoomMemberEvent.Name, (_event, member) => member.roomId === this.room?.roomId && this.redraw());
    setInterval(this.redraw, 30_000);
    addEventListener("focus", () => this.see());
    document.addEventListener("visibilitychange", () => this.see());
  }

  async open(room, eventId) {
    const other = this.room !== room;
    this.room = room;
    if (other) {
      this.from = room.getEventReadUpTo(this.client.getUserId()) || "";
      this.place.querySelector("[data-rows]").replaceChildren();
    }
    const made = new TimelineWindow(this.client, room.getUnfilteredTimelineSet(), { windowLimit: 2000 });
    this.window = null;
    this.found = eventId || "";
    this.place.setAttribute("aria-busy", "true");
    try {
      await made.load(eventId, PAGE);
      if (this.room !== room) return;
      this.window = made;
      this.draw();
      if (eventId) this.point(eventId);
      else this.toEnd();
      if (this.place.scrollHeight <= this.place.clientHeight + NEAR) await this.older();
      this.see();
      room.loadMembersIfNeeded().then(() => this.redraw(), () => {});
    } finally {
      this.place.removeAttribute("aria-busy");
    }
  }

  close() {
    this.room = null;
    this.window = null;
  }

  async came() {
    if (!this.window) return;
    const end = this.atEnd();
    await this.window.paginate(Direction.Forward, PAGE, false);
    this.draw();
    if (end || this.events().at(-1)?.getSender() === this.client.getUserId()) this.toEnd();
    this.see();
  }

  async older() {
    if (this.busy || !this.window?.canPaginate(Direction.Backward)) return;
    this.busy = true;
    const made = this.window;
    try {
      await made.paginate(Direction.Backward, PAGE);
      if (made !== this.window) return;
      const before = this.place.scrollHeight - this.place.scrollTop;
      this.draw();
      this.place.scrollTop = this.place.scrollHeight - before;
    } catch {
      // Said by the state above the page; the button stays.
    } finally {
      this.busy = false;
    }
  }

  async newer() {
    if (this.busy || !this.window?.canPaginate(Direction.Forward)) return;
    this.busy = true;
    try {
      await this.window.paginate(Direction.Forward, PAGE);
      this.draw();
    } catch {
      // As above.
    } finally {
      this.busy = false;
    }
  }

  events() {
    return this.window ? this.window.getEvents().filter((one) => isShown(one) && !(one.getType() === EventType.RoomMember && one.getStateKey() === this.service)) : [];
  }

  atEnd() {
    return this.place.scrollHeight - this.place.scrollTop - this.place.clientHeight < NEAR;
  }

  toEnd() {
    this.stuck = true;
    this.place.scrollTop = this.place.scrollHeight;
  }

  point(eventId) {
    const row = this.place.querySelector(`[data-key="${CSS.escape(eventId)}"]`);
    if (!row) return;
    row.classList.add("is-found");
    row.scrollIntoView({ block: "center" });
  }

  // Marks as read what somebody really looks at: a page in view, at the end of what was said.
  see() {
    const last = this.room?.getLiveTimeline().getEvents().filter((one) => !one.status).at(-1);
    if (!last || document.hidden || !document.hasFocus() || !this.window || !this.atEnd()) return;
    if (this.room.getEventReadUpTo(this.client.getUserId(), true) === last.getId() && !this.room.getUnreadNotificationCount()) return;
    if (this.seenLast === last.getId()) return;
    this.seenLast = last.getId();
    this.client.sendReadReceipt(last).then(
      () => this.seen(this.room),
      () => {
        this.seenLast = "";
      },
    );
  }

  draw() {
    if (!this.room || !this.window) return;
    const end = this.atEnd();
    this.more.hidden = !this.window.canPaginate(Direction.Backward);
    keep(this.place.querySelector("[data-rows]"), [...this.rows()], {
      key: (row) => row.key,
      make: (row) => row.draw(),
      update: (row, one) => {
        if (one.signature === undefined) one.signature = row.signature;
        if (one.signature === row.signature) return null;
        const drawn = row.draw();
        drawn.signature = row.signature;
        return drawn;
      },
    });
    if (end) this.toEnd();
  }

  *rows() {
    const events = this.events();
    const readers = this.readers();
    const me = this.client.getUserId();
    let fresh = false;
    let before = null;
    for (const [place, event] of events.entries()) {
      if (!before || !sameDay(before.getTs(), event.getTs())) yield this.line(`day-${event.getId()}`, dayName(event.getTs(), this.words), "chat-day");
      const moved = event.getType() === EventType.RoomMember;
      if (fresh && !moved) {
        if (event.getSender() !== me) yield this.line("fresh", this.words.fresh, "chat-fresh");
        fresh = false;
      }
      if (event.getId() === this.from) fresh = true;
      if (!moved) yield this.row(event, { first: !before || !follows(before, event), last: !events[place + 1] || !follows(event, events[place + 1]), read: readers.get(event.getId()) });
      else if (!events[place + 1] || !together(event, events[place + 1])) yield this.line(event.getId(), this.moved(events, place), "chat-moved");
      before = event;
    }
    const waiting = this.outbox.of(this.room.roomId);
    const here = new Set(events.map((one) => one.getUnsigned().transaction_id).filter(Boolean));
    for (const one of waiting) if (!here.has(one.name)) yield this.pending(one);
  }

  line(key, text, css) {
    return { key, signature: text, draw: () => h("li", { class: `chat-line ${css}` }, h("span", {}, text)) };
  }

  row(event, { first, last, read }) {
    const mine = event.getSender() === this.client.getUserId();
    const name = event.sender?.rawDisplayName || event.getSender();
    const gone = event.isRedacted();
    const seen = mine && !gone && read !== undefined ? this.readWords(read) : "";
    const young = mine && !gone && Date.now() - event.getTs() < TAKEN_BACK_WITHIN;
    return {
      key: event.getId(),
      signature: [first, last, gone, name, seen, young].join("|"),
      // What is not drawn anew makes no buttons: they were made for every row at every message.
      draw: () => this.bubble({ mine, first, last: last || young, name, state: [seen, young ? this.withdrawing(event) : ""], at: event.getTs(), body: gone ? h("em", {}, this.words.withdrawn) : content(event.getContent(), this.toolsOf()), notice: event.getContent().msgtype === "m.notice" }),
    };
  }

  pending({ name, content: said, at, refused }) {
    const redo = () => this.outbox.again(name);
    const drop = () => this.outbox.drop(name);
    const state = refused
      ? [h("span", { class: "text-danger" }, this.words.refused), h("button", { type: "button", class: "btn btn-sm", onclick: redo }, this.words.again), h("button", { type: "button", class: "btn btn-sm", onclick: drop }, this.words.drop)]
      : [navigator.onLine && this.client.isInitialSyncComplete() ? this.words.sending : this.words.waiting];
    return { key: `waiting-${name}`, signature: `${refused}|${state[0]}`, draw: () => this.bubble({ mine: true, first: true, name: this.room.getMember(this.client.getUserId())?.rawDisplayName || this.words.me, state, at, body: content(said, this.toolsOf()), waits: true }) };
  }

  bubble({ mine, first, last = true, name, state, at, body, notice, waits }) {
    const css = ["chat-row", mine && "is-mine", first && "is-first", notice && "is-notice", waits && "is-waiting"].filter(Boolean).join(" ");
    const time = h("time", { datetime: new Date(at).toISOString(), title: fully(at) }, timeOf(at));
    return h(
      "li",
      { class: css },
      first ? mark(name) : null,
      h("div", { class: "chat-said" }, h("div", { class: first ? "chat-who" : "chat-who visually-hidden" }, h("strong", {}, mine ? this.words.me : name)), h("div", { class: "chat-bubble" }, body), h("div", { class: last ? "chat-state" : "chat-state visually-hidden" }, time, ...[state].flat().filter(Boolean))),
    );
  }

  toolsOf() {
    const me = this.client.getUserId();
    const names = peopleIn(this.room, this.service).map((one) => ({ name: one.rawDisplayName, me: one.userId === me }));
    return { ...this.tools, words: this.words, names, kept: () => this.stuck && this.toEnd() };
  }

  // How many others have read each of my messages: a mark stands for everything before it.
  readers() {
    const read = new Map();
    if (!this.window || this.window.canPaginate(Direction.Forward)) return read;
    const [me, others] = [this.client.getUserId(), new Set()];
    const add = (userId) => [me, this.service].includes(userId) || others.add(userId);
    for (const event of [...this.window.getEvents()].reverse()) {
      add(event.getSender());
      for (const userId of this.room.getUsersReadUpTo(event)) add(userId);
      if (event.getSender() === me) read.set(event.getId(), others.size);
    }
    return read;
  }

  readWords(count) {
    const others = peopleIn(this.room, this.service).length - 1;
    if (others <= 1) return count ? this.words.read : this.words.unread;
    return count >= others ? this.words.readByAll : filled(this.words.readBy, { count });
  }

  withdrawing(event) {
    const button = h("button", { type: "button", class: "chat-withdraw" }, this.words.withdraw);
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        await this.client.redactEvent(event.getRoomId(), event.getId());
      } catch {
        button.disabled = false;
        button.textContent = this.words.notWithdrawn;
      }
    });
    return button;
  }

  // Who came or left, those that did one after another in one line.
  moved(events, place) {
    let from = place;
    while (from && together(events[from - 1], events[place])) from -= 1;
    const names = events.slice(from, place + 1).map((one) => one.target?.rawDisplayName || one.getContent().displayname || one.getStateKey());
    const said = names.length > 6 ? `${listed(names.slice(0, 6))}…` : listed(names);
    return filled(events[place].getContent().membership === "join" ? this.words.joined : this.words.left, { name: said });
  }

  showTyping() {
    const names = this.room.getMembersWithMembership("join").filter((one) => one.typing && one.userId !== this.client.getUserId()).map((one) => one.rawDisplayName);
    this.typing.textContent = names.length ? filled(this.words.typing, { name: listed(names.slice(0, 3)) }) : "";
  }
}

export function isShown(event) {
  if (event.status && event.status !== EventStatus.SENT) return false;
  if (event.getType() === EventType.RoomMessage) return !event.isRelation("m.replace");
  if (event.getType() !== EventType.RoomMember) return false;
  const [now, before] = [event.getContent().membership, event.getPrevContent().membership];
  return now !== before && ["join", "leave", "ban"].includes(now);
}

const together = (before, event) => event.getType() === EventType.RoomMember && before.getType() === EventType.RoomMember && before.getContent().membership === event.getContent().membership && sameDay(before.getTs(), event.getTs());

const follows = (before, event) => before.getType() === EventType.RoomMessage && event.getType() === EventType.RoomMessage && before.getSender() === event.getSender() && event.getTs() - before.getTs() < TOGETHER && sameDay(before.getTs(), event.getTs());
