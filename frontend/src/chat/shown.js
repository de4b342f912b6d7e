// What of a room's events is drawn, and which of them belong together.
import { EventStatus, EventType } from "matrix-js-sdk";
import { sameDay } from "./moments.js";

const TOGETHER = 300_000;

export function isShown(event) {
  if (event.status && event.status !== EventStatus.SENT) return false;
  if (event.getType() === EventType.RoomMessage) return !event.isRelation("m.replace");
  if (event.getType() !== EventType.RoomMember) return false;
  const [now, before] = [event.getContent().membership, event.getPrevContent().membership];
  return now !== before && ["join", "leave", "ban"].includes(now);
}

export const together = (before, event) => event.getType() === EventType.RoomMember && before.getType() === EventType.RoomMember && before.getContent().membership === event.getContent().membership && sameDay(before.getTs(), event.getTs());

export const follows = (before, event) => before.getType() === EventType.RoomMessage && event.getType() === EventType.RoomMessage && before.getSender() === event.getSender() && event.getTs() - before.getTs() < TOGETHER && sameDay(before.getTs(), event.getTs());

// Who comes in has read nothing yet: the library takes whatever somebody does for a mark of his.
export const hasMarked = (room, userId, event) => room.getReadReceiptForUserId(userId, true)?.eventId === event.getId();
