// Privacy mode (rule S2-10): one key takes every word off the screen while a
// visitor can see it, and brings it back. It stays on over a reload.

const KEY = "F9";
const STORED = "staff.hidden";

/** Wires the key and the buttons of staff pages. */
export function startPrivacyMode(page = document) {
  const dialog = page.getElementById("privacy");
  let before = null;
  const hide = () => {
    before = page.activeElement;
    page.documentElement.classList.add("screen-hidden");
    sessionStorage.setItem(STORED, "1");
    dialog.showModal();
  };
  const show = () => {
    page.documentElement.classList.remove("screen-hidden");
    sessionStorage.removeItem(STORED);
    dialog.close();
    before?.focus();
  };
  page.getElementById("privacy-button").addEventListener("click", hide);
  page.getElementById("privacy-show").addEventListener("click", show);
  // Escape is easily pressed by whoever leans over the counter: it must not show the screen.
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => page.documentElement.classList.contains("screen-hidden") && dialog.showModal());
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== KEY || event.repeat) return;
      event.preventDefault();
      event.stopPropagation();
      if (dialog.open) show();
      else hide();
    },
    { capture: true },
  );
  if (sessionStorage.getItem(STORED)) hide();
}
