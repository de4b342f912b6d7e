// How far somebody read. A mark wakes everybody in the room: who reads along sets one a second, not one a message.
const EVERY = 1000;

export class Reading {
  constructor({ client, told }) {
    Object.assign(this, { client, told, toldAt: 0, timer: 0, last: "", waits: null });
  }

  see(room, event) {
    if (this.last === event.getId()) return;
    this.last = event.getId();
    this.waits = { room, event };
    const wait = this.toldAt + EVERY - Date.now();
    if (wait <= 0) this.tell();
    else this.timer ||= setTimeout(() => this.tell(), wait);
  }

  tell() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.toldAt = Date.now();
    const { room, event } = this.waits;
    this.client.sendReadReceipt(event).then(
      () => this.told(room),
      () => {
        this.last = "";
      },
    );
  }

  // Before another room is looked at, or none.
  tellWaiting() {
    if (this.timer) this.tell();
  }
}
