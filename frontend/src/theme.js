// Sets light or dark before the first paint; the choice stays in this browser.
(function () {
  const KEY = "theme";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  function chosen() {
    try {
      return localStorage.getItem(KEY) || "auto";
    } catch {
      return "auto";
    }
  }
  function apply() {
    const choice = chosen();
    const root = document.documentElement;
    root.dataset.themeChoice = choice;
    root.setAttribute("data-bs-theme", choice === "auto" ? (dark.matches ? "dark" : "light") : choice);
  }
  apply();
  dark.addEventListener("change", apply);
  window.addEventListener("storage", apply);
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-theme-choose]");
    if (!button) return;
    try {
      localStorage.setItem(KEY, button.dataset.themeChoose);
    } catch {
      document.documentElement.dataset.themeChoice = button.dataset.themeChoose;
    }
    apply();
  });
})();
