// What was said in one room: drawn from the end, more of it when somebody scrolls up, read marks as it is seen.
import { ClientEvent, Direction, EventType, NotificationCountType, RoomEvent, RoomMemberEvent, TimelineWindow } from "matrix-js-sdk";
import { filled, h, keep, listed, mark, soon, steady } from "./dom.js";
import { peopleIn } from "./kinds.js";
import { content } from "./message.js";
import { dayName, fully, sameDay, timeOf } from "./moments.js";
import { Reading } from "./reading.js";
import { follows, hasMarked, isShown, together } from "./shown.js";

const PAGE = 30;
const MOST = 200;
const NEAR = 80;
const BEGINNING = "beginning";
const TAKEN_BACK_WITHIN = 120_000;

export class Timeline {
  constructor({ place, more, jumps, ready, typing, words, client, service, outbox, tools, seen }) {
    Object.assign(this, { place, more, jumps, ready, typing, words, client, service, outbox, tools, room: null, window: null, windows: new WeakMap(), busy: false, elsewhere: false, coming: false, broken: false, live: true, stuck: true, missing: false, answered: false, from: "", unread: 0 });
    this.reading = new Reading({ client, told: seen });
    this.list = place.querySelector("[data-rows]");
    this.redraw = soon(() => this.draw());
    place.addEventListener("scroll", () => {
      this.stuck = this.atEnd();
      this.look();
      this.reach();
    });
    more.addEventListener("click", () => this.older());
    jumps.first.addEventListener("click", () => this.toUnread());
    jumps.newest.addEventListener("click", () => this.toNewest());
    client.on(RoomEvent.Timeline, (event, room, _toStart, _removed, how) => room === this.room && how?.liveEvent && this.came(event));
    client.on(RoomEvent.TimelineReset, (room, _timelines, whole) => room === this.room && this.tear({ whole }));
    client.on(ClientEvent.Sync, () => this.mend());
    for (const name of [RoomEvent.Receipt, RoomEvent.Redaction, RoomEvent.LocalEchoUpdated]) client.on(name, (_event, room) => room === this.room && this.redraw());
    client.on(RoomMemberEvent.Typing, (_event, member) => member.roomId === this.room?.roomId && this.showTyping());
    client.on(RoomMemberEvent.Name, (_event, member) => member.roomId === this.room?.roomId && this.redraw());
    setInterval(this.redraw, 30_000);
    addEventListener("focus", () => this.see());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.reading.tellWaiting() : this.see()));
  }

  async open(room, eventId) {
    if (this.room !== room) {
      this.reading.tellWaiting();
      this.list.replaceChildren();
      this.room = room;
      this.leaveOff();
    }
    await this.load(room, eventId);
    if (this.room !== room) return;
    if (eventId) this.point(eventId);
    else this.toEnd();
    if (this.place.scrollHeight <= this.place.clientHeight + NEAR) {
      await this.older();
      if (!eventId) this.toEnd();
    }
    this.see();
    room.loadMembersIfNeeded().then(() => this.redraw(), () => {});
  }

  // Looks at the room's end, or at what was said around something. A window of a room is made once: it listens to it for ever.
  async load(room, eventId) {
    if (!this.windows.has(room)) this.windows.set(room, new TimelineWindow(this.client, room.getUnfilteredTimelineSet(), { windowLimit: MOST }));
    const made = this.windows.get(room);
    this.window = null;
    this.broken = false;
    this.place.setAttribute("aria-busy", "true");
    try {
      await made.load(eventId, PAGE);
      if (this.room !== room) return;
      this.window = made;
      this.paint();
    } finally {
      this.place.removeAttribute("aria-busy");
    }
  }

  close() {
    this.reading.tellWaiting();
    this.room = null;
    this.window = null;
  }

  // Where reading was left off: the line stands after it until the room is opened anew or something is missed again.
  leaveOff() {
    this.unread = this.room.getUnreadNotificationCount(NotificationCountType.Total);
    const mark = this.room.getReadReceiptForUserId(this.client.getUserId())?.eventId || BEGINNING;
    this.from = this.unread ? mark : "";
  }

  // What is said while nobody looks, or was missed while the line was dead, is what is read next.
  miss() {
    if (!this.missing || !this.from) this.leaveOff();
    else this.unread = this.room.getUnreadNotificationCount(NotificationCountType.Total);
    this.missing = true;
  }

  async came(event) {
    if (this.looks() && this.ready()) this.missing = false;
    else this.miss();
    this.answered ||= Boolean(event.getUnsigned().transaction_id);
    if (this.coming) return;
    this.coming = true;
    await null; // one answer of the server brings many at once
    this.coming = false;
    if (!this.window || this.broken) return;
    const answered = this.answered;
    this.answered = false;
    if (!this.live && answered) return this.toNewest();
    const end = this.atEnd();
    if (this.live && (end || this.window.getEvents().length < MOST)) await this.take();
    this.draw();
    if (end || answered) this.toEnd();
    this.see();
  }

  // Takes into view whatever is here already.
  async take() {
    const made = this.window;
    let more = true;
    while (more && made === this.window) more = await made.paginate(Direction.Forward, PAGE, false);
  }

  // The server left a gap: too much was missed. At the end, it is shown anew; who reads further up stays there, and
  // what lies between is fetched when he comes to it.
  tear({ whole }) {
    this.broken = whole || this.atNewest();
    this.miss();
    this.live = false;
  }

  mend() {
    if (!this.broken || !this.room) return;
    this.broken = false;
    this.open(this.room);
  }

  // Fetches what lies beyond the edge to which somebody has come.
  reach() {
    if (this.atEnd()) this.newer();
    else if (this.place.scrollTop < NEAR) this.older();
  }

  async older() {
    await this.page(Direction.Backward);
  }

  async newer() {
    await this.page(Direction.Forward);
    this.see();
  }

  async page(direction) {
    if (this.busy) this.elsewhere = true;
    if (this.busy || !this.window?.canPaginate(direction)) return;
    this.busy = true;
    this.elsewhere = false;
    const made = this.window;
    try {
      await made.paginate(direction, PAGE);
      if (made === this.window) this.draw({ still: true });
    } catch {
      // Said by the state above the page; the button stays.
    } finally {
      this.busy = false;
    }
    if (this.elsewhere) this.reach(); // he came to the other edge meanwhile
  }

  events() {
    return this.window ? this.window.getEvents().filter((one) => isShown(one) && !(one.getType() === EventType.RoomMember && one.getStateKey() === this.service)) : [];
  }

  atEnd() {
    return this.place.scrollHeight - this.place.scrollTop - this.place.clientHeight < NEAR;
  }

  // At the end of the page, which is the end of all that was said.
  atNewest() {
    return this.live && this.atEnd();
  }

  looks() {
    return !document.hidden && document.hasFocus() && Boolean(this.window) && this.atNewest();
  }

  toEnd() {
    this.stuck = true;
    this.place.scrollTop = this.place.scrollHeight;
    this.look();
  }

  async toNewest() {
    if (this.live) this.toEnd();
    else await this.open(this.room).catch(() => {});
    this.see();
  }

  // Goes to the line before the first unread message, though it may lie in what was not fetched yet.
  async toUnread() {
    try {
      if (!this.line() && this.from !== BEGINNING) await this.load(this.room, this.from);
      while (!this.line() && this.window?.canPaginate(Direction.Backward) && this.window.getEvents().length < MOST) {
        await this.window.paginate(Direction.Backward, PAGE);
        this.paint();
      }
    } catch {
      await this.load(this.room);
    }
    (this.line() || this.list.firstElementChild)?.scrollIntoView({ block: "start" });
    this.unread = 0;
    this.look();
  }

  line() {
    return this.list.querySelector(":scope > [data-key='fresh']");
  }

  // Offers the ways to what is out of view.
  look() {
    const [edge, line] = [this.place.getBoundingClientRect(), this.line()?.getBoundingClientRect()];
    if (line && line.top >= edge.top && line.top < edge.bottom) this.unread = 0;
    const above = !line || line.top < edge.top;
    const behind = !this.live || this.place.scrollHeight - this.place.scrollTop - this.place.clientHeight > this.place.clientHeight / 2;
    const came = behind ? this.room?.getUnreadNotificationCount(NotificationCountType.Total) : 0;
    this.jumps.offer({ unread: this.room && this.window && this.from && above ? this.unread : 0, behind: Boolean(this.window) && behind, came });
  }

  point(eventId) {
    const row = this.list.querySelector(`[data-key="${CSS.escape(eventId)}"]`);
    if (!row) return;
    row.classList.add("is-found");
    row.scrollIntoView({ block: "center" });
    this.look();
  }

  // Marks as read what somebody really looks at: a page in view, at the end of what was said.
  see() {
    const last = this.room?.getLiveTimeline().getEvents().filter((one) => !one.status).at(-1);
    if (!last || !this.looks()) return;
    if (this.room.getEventReadUpTo(this.client.getUserId(), true) === last.getId() && !this.room.getUnreadNotificationCount()) return;
    this.reading.see(this.room, last);
  }

  draw({ still = false } = {}) {
    if (!this.room || !this.window) return;
    const end = this.atNewest() && !still;
    this.paint();
    if (end) this.toEnd();
    else this.look();
  }

  paint() {
    this.live = !this.window.canPaginate(Direction.Forward);
    steady(this.place, this.list, () => {
      this.more.hidden = !this.window.canPaginate(Direction.Backward);
      this.put([...this.rows()]);
    });
  }

  put(rows) {
    keep(this.list, rows, {
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
  }

  *rows() {
    const events = this.events();
    const readers = this.readers();
    const me = this.client.getUserId();
    const unread = this.unreadIn();
    let fresh = unread.size > 0;
    let before = null;
    for (const [place, event] of events.entries()) {
      if (!before || !sameDay(before.getTs(), event.getTs())) yield this.between(`day-${event.getId()}`, dayName(event.getTs(), this.words), "chat-day");
      const moved = event.getType() === EventType.RoomMember;
      if (fresh && !moved && event.getSender() !== me && unread.has(event)) {
        yield this.between("fresh", this.words.fresh, "chat-fresh");
        fresh = false;
      }
      if (!moved) yield this.row(event, { first: !before || !follows(before, event), last: !events[place + 1] || !follows(event, events[place + 1]), read: readers.get(event.getId()) });
      else if (!events[place + 1] || !together(event, events[place + 1])) yield this.between(event.getId(), this.moved(events, place), "chat-moved");
      before = event;
    }
    const waiting = this.outbox.of(this.room.roomId);
    const here = new Set(events.map((one) => one.getUnsigned().transaction_id).filter(Boolean));
    for (const one of waiting) if (!here.has(one.name)) yield this.pending(one);
  }

  // What was said after reading was left off, as far as it is here; nothing where the place itself is not.
  unreadIn() {
    const events = this.window.getEvents();
    if (this.from === BEGINNING) return new Set(this.window.canPaginate(Direction.Backward) ? [] : events);
    const place = events.findIndex((one) => one.getId() === this.from);
    return new Set(place < 0 ? [] : events.slice(place + 1));
  }

  between(key, text, css) {
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
    const button = (words, onclick) => h("button", { type: "button", class: "btn btn-sm", onclick }, words);
    const how = refused ? "refused" : !this.ready() ? "waiting" : this.outbox.failed ? "notYet" : "sending";
    const beside = { refused: [button(this.words.again, redo), button(this.words.drop, drop)], notYet: [button(this.words.again, () => this.outbox.send())] };
    const state = [h("span", { class: refused ? "text-danger" : "" }, this.words[how]), ...(beside[how] || [])];
    return { key: `waiting-${name}`, signature: how, draw: () => this.bubble({ mine: true, first: true, name: this.room.getMember(this.client.getUserId())?.rawDisplayName || this.words.me, state, at, body: content(said, this.toolsOf()), waits: true }) };
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
      const came = event.getType() === EventType.RoomMember;
      if (!came) add(event.getSender());
      for (const userId of this.room.getUsersReadUpTo(event)) if (!came || hasMarked(this.room, userId, event)) add(userId);
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
