// The ways to where reading was left off and to the newest: each offered while its place is out of view.
import { filled } from "./dom.js";

export class Jumps {
  constructor({ first, newest, words }) {
    Object.assign(this, { first, newest, words });
  }

  // `unread`: how many, or 0 where nothing unread is out of view above; `behind`: whether the newest is out of view.
  offer({ unread, behind, came }) {
    this.first.hidden = !unread;
    this.first.querySelector("span").textContent = filled(this.words.toUnread, { count: unread });
    this.newest.hidden = !behind;
    this.newest.querySelector("span").textContent = came ? filled(this.words.toNewestCame, { count: came }) : this.words.toNewest;
  }
}
