// Who signs out of the office is signed out of its chat server too: the token that a tab keeps ends with it.
const PLACE = /^chat:\d+$/;

export function endTokens() {
  for (const place of Object.keys(sessionStorage).filter((name) => PLACE.test(name))) {
    const { baseUrl, token } = JSON.parse(sessionStorage.getItem(place)) || {};
    sessionStorage.removeItem(place);
    if (baseUrl && token) fetch(`${baseUrl}/_matrix/client/v3/logout`, { method: "POST", headers: { Authorization: `Bearer ${token}` }, keepalive: true }).catch(() => {});
  }
}

document.addEventListener("submit", (event) => event.target.matches("[data-sign-out]") && endTokens());
document.addEventListener("live:over", endTokens);
