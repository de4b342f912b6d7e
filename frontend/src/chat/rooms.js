// The list of rooms: what each is for, the last words there, how many are unread; the newest first.
import { ClientEvent, EventType, KnownMembership, NotificationCountType, RoomEvent, RoomStateEvent, UserEvent } from "matrix-js-sdk";
import { filled, h, icon, keep, soon } from "./dom.js";
import { about, ICONS } from "./kinds.js";
import { brief } from "./moments.js";
import { isShown } from "./shown.js";

export class Rooms {
  constructor({ place, empty, filter, kinds, words, client, service, open, counted }) {
    Object.assign(this, { place, empty, filter, words, client, service, open, counted, kind: "", current: "", closed: false });
    this.redraw = soon(() => this.draw());
    filter.addEventListener("input", this.redraw);
    for (const button of kinds) {
      button.addEventListener("click", () => {
        this.kind = button.dataset.kind;
        for (const one of kinds) one.setAttribute("aria-pressed", String(one === button));
        this.redraw();
      });
    }
    for (const name of [RoomEvent.Timeline, RoomEvent.Name, RoomEvent.Receipt, RoomEvent.UnreadNotifications, RoomEvent.MyMembership, RoomEvent.AccountData]) client.on(name, this.redraw);
    for (const name of [ClientEvent.Room, ClientEvent.DeleteRoom, RoomStateEvent.Events, UserEvent.Presence]) client.on(name, this.redraw);
  }

  rows() {
    const rooms = this.client.getRooms().filter((room) => room.getMyMembership() === KnownMembership.Join && !room.isSpaceRoom());
    return rooms.map((room) => ({ room, ...this.facts(room) })).sort((one, other) => other.at - one.at || one.room.roomId.localeCompare(other.room.roomId));
  }

  facts(room) {
    const events = room.getLiveTimeline().getEvents();
    const last = [...events].reverse().find((one) => one.getType() === EventType.RoomMessage && isShown(one));
    const begun = room.currentState.getStateEvents(EventType.RoomCreate, "")?.getTs() || 0;
    return { ...about(room, this.client, this.service), last, at: last?.getTs() || begun, unread: room.getUnreadNotificationCount(NotificationCountType.Total), called: room.getUnreadNotificationCount(NotificationCountType.Highlight) };
  }

  shown(rows) {
    const typed = this.filter.value.trim().toLowerCase();
    return rows.filter((row) => (!this.kind || row.kind === this.kind) && (!typed || row.name.toLowerCase().includes(typed)));
  }

  draw() {
    if (this.closed) return;
    const rows = this.rows();
    const shown = this.shown(rows);
    keep(this.place, shown, { key: (row) => row.room.roomId, make: (row) => this.make(row), update: (row, one) => this.update(row, one) });
    this.empty.hidden = shown.length > 0;
    this.empty.querySelector("[data-text]").textContent = rows.length ? this.words.noneLike : this.words.noRooms;
    // What the office's own account says waits in the inbox, and is counted there.
    this.counted(rows.reduce((sum, row) => sum + (row.kind === "service" ? 0 : row.unread), 0));
  }

  // Whoever is out sees no room any more, though it was to be drawn anew in a moment.
  close() {
    this.closed = true;
    this.place.replaceChildren();
  }

  make(row) {
    const button = h("button", { type: "button", class: "chat-room", onclick: () => this.open(row.room.roomId) });
    return h("li", {}, button);
  }

  update(row, one) {
    const { room, name, other, away, last, unread, called, kind } = row;
    const button = one.firstElementChild;
    const words = last ? this.lastWords(last, kind) : this.words.noWords;
    const here = other && !away && this.client.getUser(other)?.presence === "online";
    const signature = [name, words, row.at, unread, called, kind, here, this.current === room.roomId, brief(row.at || 0, this.words)].join("|");
    if (one.signature === signature) return null;
    one.signature = signature;
    if (this.current === room.roomId) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    const parts = [
      h("span", { class: `chat-sign is-${kind}` }, icon(ICONS[kind]), here ? h("span", { class: "chat-here" }, h("span", { class: "visually-hidden" }, this.words.online)) : null),
      h("span", { class: "chat-room-name" }, name),
      h("time", { class: "chat-room-at" }, row.at ? brief(row.at, this.words) : ""),
      h("span", { class: "chat-room-last" }, words),
      unread ? h("span", { class: called ? "chat-count is-called" : "chat-count" }, h("span", { "aria-hidden": "true" }, called ? `@${unread}` : String(unread)), h("span", { class: "visually-hidden" }, filled(this.words.unreadCount, { count: unread }))) : "",
    ];
    button.replaceChildren(...parts);
    return null;
  }

  lastWords(event, kind) {
    if (event.isRedacted()) return this.words.withdrawn;
    const { msgtype, body, filename } = event.getContent();
    const text = msgtype === "m.image" ? this.words.aPicture : ["m.file", "m.video", "m.audio"].includes(msgtype) ? filled(this.words.aFile, { name: filename || body }) : String(body ?? "").split("\n")[0].replace(/https?:\/\/\S+/g, this.words.aLink);
    const mine = event.getSender() === this.client.getUserId();
    return mine || kind === "person" || kind === "service" ? text : `${event.sender?.rawDisplayName || ""}：${text}`;
  }
}
