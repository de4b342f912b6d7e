// Instant messaging: the page's own client of the chat server, put together from its parts.
import { logger } from "matrix-js-sdk/lib/logger.js";
import { Composer } from "./chat/composer.js";
import { filled, h, icon } from "./chat/dom.js";
import { Choosing, Finder } from "./chat/finder.js";
import { Jumps } from "./chat/jumps.js";
import { about, ICONS, peopleIn } from "./chat/kinds.js";
import { Media } from "./chat/media.js";
import { Mentions } from "./chat/mentions.js";
import { officeCard } from "./chat/message.js";
import { Notify } from "./chat/notify.js";
import { Outbox } from "./chat/outbox.js";
import { Rooms } from "./chat/rooms.js";
import { Search } from "./chat/search.js";
import { Session } from "./chat/session.js";
import { Timeline } from "./chat/timeline.js";

// What goes wrong is said on the page, in words.
logger.setLevel(logger.levels.SILENT, false);

class Chat {
  constructor(root) {
    this.root = root;
    this.words = JSON.parse(document.getElementById("chat-words").textContent);
    this.person = document.body.dataset.person;
    this.at = (name) => root.querySelector(`[data-${name}]`);
    this.current = "";
    this.session = new Session({ address: root.dataset.sessionUrl, person: this.person, tell: (state, reason) => this.tell(state, reason) });
    this.people = new Finder({ address: root.dataset.peopleUrl, of: "people" });
    const asked = new URLSearchParams(location.search);
    this.wanted = ["document", "meeting", "person"].map((kind) => [kind, asked.get(kind)]).find(([, key]) => /^[0-9a-f-]{36}$/.test(key));
    this.shared = /^\/(documents|meetings)\/[0-9a-f-]{36}\/$/.test(asked.get("share")) ? asked.get("share") : "";
    // An address that opens or shares something does so once, not at every reload.
    if (location.search) history.replaceState(null, "", location.pathname + location.hash);
    this.at("retry").addEventListener("click", () => this.session.wake());
    this.at("back").addEventListener("click", () => history.back());
    addEventListener("hashchange", () => this.follow());
    document.body.addEventListener("live:over", () => this.session.end());
    this.session.begin();
  }

  // What the connection is like, in words above the page; nothing while all is well.
  tell(state, reason = "") {
    this.root.dataset.state = state;
    const said = { starting: this.words.starting, back: this.words.back, lost: this.words.lost, offline: this.words.offline, missing: reason || this.words.missing, over: this.words.over }[state] || "";
    this.at("state-text").textContent = said;
    this.at("told-state").hidden = !said;
    this.at("retry").hidden = !["lost", "missing"].includes(state);
    if (state === "ready") {
      if (!this.rooms) this.furnish();
      this.outbox.send();
      this.composer.uploads.again();
    }
    if (state === "over") this.clear();
    else this.timeline?.redraw();
  }

  // Whoever is out sees nothing of what was said.
  clear() {
    this.timeline?.close();
    this.at("room").hidden = true;
    this.root.classList.remove("has-room");
    this.at("rows").replaceChildren();
    this.rooms?.close();
  }

  furnish() {
    const { client, service } = this.session;
    const { words, person } = this;
    this.media = new Media(client);
    this.outbox = new Outbox({ person, client, changed: () => this.timeline?.redraw() });
    const open = (roomId, eventId) => this.go(roomId, eventId);
    this.notify = new Notify({ button: this.at("notify"), words, client, service, open, current: () => this.current });
    this.rooms = new Rooms({ place: this.at("rooms"), empty: this.at("no-rooms"), filter: this.at("filter"), kinds: [...this.root.querySelectorAll("[data-kind]")], words, client, service, open, counted: (count) => this.counted(count) });
    const members = () => {
      const room = client.getRoom(this.current);
      const others = room ? peopleIn(room, service).filter((one) => one.userId !== client.getUserId()) : [];
      return others.map((one) => ({ userId: one.userId, name: one.rawDisplayName }));
    };
    const form = this.at("composer");
    const mentions = new Mentions({ field: form.querySelector("textarea"), place: this.at("mentions"), people: this.people, members });
    this.composer = new Composer({ form, words, client, outbox: this.outbox, media: this.media, mentions, person });
    this.composer.takeDrops(this.at("room"));
    const office = (path, drawn) => officeCard(path, drawn, { words, ask: (asked) => this.askOffice(asked) });
    const tools = { media: this.media, office, zoom: (mxc, name) => this.zoom(mxc, name) };
    this.timeline = new Timeline({ place: this.at("timeline"), more: this.at("older"), jumps: new Jumps({ first: this.at("first-unread"), newest: this.at("newest"), words }), ready: () => this.root.dataset.state === "ready", typing: this.at("typing"), words, client, service, outbox: this.outbox, tools, seen: () => this.rooms.redraw() });
    this.search = new Search({ form: this.at("search"), place: this.at("results"), close: this.at("results-close"), words, address: this.root.dataset.searchUrl, open });
    const people = new Choosing({ dialog: this.at("people"), finder: this.people, words, hint: words.whom, nothing: words.nobody, chosen: (one) => this.enter("person", one.uuid) });
    const documents = new Choosing({ dialog: this.at("documents"), finder: new Finder({ address: this.root.dataset.sharableUrl, of: "documents" }), words, hint: words.which, nothing: words.noDocument, chosen: (one) => this.insert(one.path) });
    this.at("new").addEventListener("click", () => people.show());
    this.at("new").disabled = false;
    this.at("share").addEventListener("click", () => documents.show());
    client.on("User.presence", () => this.head());
    client.on("RoomState.members", () => this.head());
    client.on("Room.name", () => this.head());
    client.on("Room.myMembership", (room) => {
      const joined = room.getMyMembership() === "join";
      if (room.roomId === this.current && !joined) location.hash = "";
      // The office may take its time to bring somebody into a room that he has asked for.
      if (joined && !this.current && decodeURIComponent(location.hash).startsWith(`#/${room.roomId}`)) this.follow();
      this.accept();
    });
    this.accept();
    this.rooms.draw();
    this.root.dataset.ready = "1";
    this.hintShare();
    if (this.wanted) this.enterWanted();
    else this.follow();
  }

  async enterWanted() {
    try {
      await this.enter(...this.wanted);
    } catch (error) {
      this.follow();
      this.at("no-room").querySelector("[data-text]").textContent = error.said || this.words.cannotAsk;
    }
  }

  // A link that waits for a room to be chosen: it is put where one writes, and sent by the person.
  hintShare() {
    this.at("share-hint").textContent = this.words.chooseRoom;
    this.at("share-hint").hidden = !this.shared;
  }

  // Invitations of this server come from the office or a colleague: nobody has to accept by hand.
  accept() {
    const { client } = this.session;
    for (const room of client.getRooms()) if (room.getMyMembership() === "invite") client.joinRoom(room.roomId).catch(() => {});
  }

  counted(count) {
    this.notify.counted(count);
    document.body.dispatchEvent(new CustomEvent("counts", { detail: { [this.root.dataset.chatUrl]: count } }));
  }

  go(roomId, eventId = "") {
    const wanted = `#/${encodeURIComponent(roomId)}${eventId ? `/${encodeURIComponent(eventId)}` : ""}`;
    if (location.hash === wanted) this.follow();
    else location.hash = wanted;
  }

  async follow() {
    const [, roomId = "", eventId = ""] = location.hash.split("/").map(decodeURIComponent);
    if (!this.rooms || this.session.over) return;
    const room = roomId ? await this.roomOf(roomId) : null;
    this.current = room ? room.roomId : "";
    this.root.classList.toggle("has-room", Boolean(room));
    this.at("room").hidden = !room;
    this.at("no-room").hidden = Boolean(room);
    this.rooms.current = this.current;
    this.rooms.draw();
    if (!room) {
      this.timeline.close();
      if (roomId) this.at("no-room").querySelector("[data-text]").textContent = this.words.noSuchRoom;
      return;
    }
    this.head();
    this.composer.open(room, { silent: about(room, this.session.client, this.session.service).kind === "service" });
    if (this.shared) {
      this.insert(this.shared);
      this.shared = "";
      this.hintShare();
    }
    await this.timeline.open(room, eventId).catch(() => (eventId ? this.timeline.open(room) : null));
    if (matchMedia("(min-width: 992px) and (pointer: fine)").matches) this.at("composer").querySelector("textarea").focus();
  }

  // A room that was just made arrives a moment after its address.
  roomOf(roomId) {
    const { client } = this.session;
    const known = client.getRoom(roomId);
    if (known?.getMyMembership() === "join") return known;
    return new Promise((done) => {
      const timer = setTimeout(() => finish(null), 5000);
      const look = () => {
        const room = client.getRoom(roomId);
        if (room?.getMyMembership() === "join") finish(room);
      };
      const finish = (room) => {
        clearTimeout(timer);
        client.off("Room", look);
        client.off("Room.myMembership", look);
        done(room);
      };
      client.on("Room", look);
      client.on("Room.myMembership", look);
    });
  }

  head() {
    const { client } = this.session;
    const room = this.current && client.getRoom(this.current);
    if (!room) return;
    const { kind, address, name, other, away } = about(room, client, this.session.service);
    this.at("room-name").replaceChildren(icon(ICONS[kind]), h("span", {}, name));
    const presence = other && !away ? client.getUser(other)?.presence : "";
    const here = presence === "online" ? this.words.online : this.words.offlineNow;
    this.at("room-state").textContent = away ? this.words.away : other ? here : kind === "service" ? this.words.fromService : filled(this.words.members, { count: peopleIn(room, this.session.service).length });
    this.at("room-state").classList.toggle("is-here", presence === "online");
    const link = this.at("room-link");
    link.hidden = !address;
    if (address) link.href = address;
    this.at("members-list").replaceChildren(...this.membersOf(room));
  }

  membersOf(room) {
    const rows = peopleIn(room, this.session.service).map((one) => ({ name: one.rawDisplayName, here: this.session.client.getUser(one.userId)?.presence === "online" }));
    rows.sort((one, other) => other.here - one.here || one.name.localeCompare(other.name, "zh"));
    return rows.map((one) => h("li", { class: one.here ? "is-here" : "" }, h("span", {}, one.name), h("small", {}, one.here ? this.words.online : this.words.offlineNow)));
  }

  // Opens the room about a document or meeting, or with a colleague; the office makes it where there is none.
  async enter(kind, key) {
    const { room_id: roomId } = await this.post(`${this.root.dataset.roomsUrl}${kind}/${key}/`);
    this.search.close();
    this.go(roomId);
  }

  insert(path) {
    const { field } = this.composer;
    const before = field.value && !/\s$/.test(field.value) ? `${field.value} ` : field.value;
    field.value = `${before}${new URL(path, location.href).href} `;
    field.dispatchEvent(new Event("input"));
    field.focus();
  }

  async post(address) {
    const answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": this.root.dataset.csrf, Accept: "application/json" } });
    const given = await answer.json().catch(() => ({}));
    if (!answer.ok) throw Object.assign(new Error(String(answer.status)), { said: given.reason || given.detail || "" });
    return given;
  }

  async askOffice(path) {
    const answer = await fetch(`${this.root.dataset.aboutUrl}?${new URLSearchParams({ path })}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).title;
  }

  async zoom(mxc, name) {
    const dialog = this.at("zoom");
    const place = dialog.querySelector("[data-picture]");
    place.replaceChildren(h("p", {}, this.words.opening));
    dialog.querySelector("[data-name]").textContent = name;
    dialog.querySelector("[data-save]").onclick = () => this.media.save(mxc, name).catch(() => place.append(h("p", {}, this.words.notSaved)));
    dialog.querySelector("[data-close]").onclick = () => dialog.close();
    dialog.showModal();
    try {
      place.replaceChildren(h("img", { src: await this.media.picture(mxc, { whole: true }), alt: name }));
    } catch {
      place.replaceChildren(h("p", {}, this.words.cannotShow));
    }
  }
}

const root = document.querySelector("[data-chat]");
if (root) new Chat(root);
