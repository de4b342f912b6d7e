// Tells somebody who looks elsewhere: a number before the title, and a notification where the browser may.
import { EventType, RoomEvent } from "matrix-js-sdk";
import { filled } from "./dom.js";
import { about } from "./kinds.js";

export class Notify {
  constructor({ button, words, client, service, open, current }) {
    Object.assign(this, { button, words, client, service, open, title: document.title });
    this.can = "Notification" in window && window.isSecureContext;
    this.offer();
    button.addEventListener("click", async () => {
      await Notification.requestPermission();
      this.offer();
    });
    client.on(RoomEvent.Timeline, (event, room, toStart, _removed, data) => {
      if (toStart || !data?.liveEvent || event.getType() !== EventType.RoomMessage || event.getSender() === client.getUserId()) return;
      if (document.hasFocus() && current() === room.roomId) return;
      if (client.getPushActionsForEvent(event)?.notify) this.say(event, room);
    });
  }

  offer() {
    this.button.hidden = !this.can || Notification.permission !== "default";
  }

  counted(count) {
    document.title = count ? filled(this.words.titleCount, { count, title: this.title }) : this.title;
  }

  say(event, room) {
    if (!this.can || Notification.permission !== "granted") return;
    const { msgtype, body } = event.getContent();
    const text = msgtype === "m.image" ? this.words.aPicture : String(body ?? "").slice(0, 120);
    const name = event.sender?.rawDisplayName || "";
    const title = about(room, this.client, this.service).name;
    const shown = new Notification(title, { body: name && name !== title ? `${name}：${text}` : text, tag: room.roomId });
    shown.addEventListener("click", () => {
      window.focus();
      this.open(room.roomId, event.getId());
      shown.close();
    });
  }
}
