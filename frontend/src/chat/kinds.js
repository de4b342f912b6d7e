// What a room is for: the office says it in the room's own state, which nobody else may change.
const ABOUT = "cn.xieban.room";
const PAGES = { document: "/documents/", meeting: "/meetings/" };
export const ICONS = { department: "building", document: "file-text", meeting: "calendar-event", person: "user", service: "robot", other: "messages" };

export function about(room, client, service) {
  const said = room.currentState.getStateEvents(ABOUT, "")?.getContent() || {};
  const kind = said.kind in ICONS ? said.kind : "other";
  const key = /^[0-9a-f-]{36}$/.test(said.key) ? said.key : "";
  const other = kind === "person" ? otherIn(room, client, service) : null;
  return { kind, address: key && kind in PAGES ? `${PAGES[kind]}${key}/` : "", name: kind === "person" ? other?.rawDisplayName || withoutMe(room, client) : room.name, other: other?.userId || "", away: Boolean(other) && other.membership !== "join" };
}

// Who is in a room, without the office's own account, which made it.
export const peopleIn = (room, service) => room.getJoinedMembers().filter((one) => one.userId !== service);

// With whom a direct talk is: the one other member, though he may have left the office.
function otherIn(room, client, service) {
  const others = room.getMembers().filter((one) => ![client.getUserId(), service].includes(one.userId));
  return others.find((one) => one.membership === "join") || others[0] || null;
}

// Before its members are known: the room is named after both.
function withoutMe(room, client) {
  room.loadMembersIfNeeded().catch(() => {});
  const mine = client.getUser(client.getUserId())?.displayName;
  const names = room.name.split("、").filter((one) => one !== mine);
  return names.join("、") || room.name;
}
