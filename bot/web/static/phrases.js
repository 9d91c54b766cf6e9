// The phrase board: one phrase over the whole screen, and printing. Nothing is sent or kept.

import { startPrivacyMode } from "./desk/privacy.js";

const board = document.getElementById("phrases");
const dialog = document.getElementById("phrase-big");
const words = document.getElementById("phrase-big-words");

/** Shows a phrase with its answers in letters that are read across a counter. */
function showBig(phrase) {
  words.replaceChildren(...[...phrase.children].filter((part) => !part.matches("button")).map((part) => part.cloneNode(true)));
  dialog.showModal();
}

board.addEventListener("click", (event) => {
  const button = event.target.closest(".show-big");
  if (button) showBig(button.closest(".phrase"));
});
document.getElementById("phrase-big-close").addEventListener("click", () => dialog.close());
document.getElementById("phrases-print").addEventListener("click", () => print());
for (const choice of ["phrases-language", "phrases-where"]) {
  document.getElementById(choice).addEventListener("change", (event) => event.target.form.requestSubmit());
}
startPrivacyMode();
board.dataset.ready = "yes";
