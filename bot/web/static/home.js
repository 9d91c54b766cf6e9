// The page's own ways into the chat: one button, and every topic. Without scripts they are words.

const chat = document.querySelector("triage-chat");
const start = document.getElementById("home-start");
start.hidden = false;
start.addEventListener("click", () => chat.open());

for (const item of document.querySelectorAll(".topics li")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "topic";
  button.append(...item.childNodes);
  // The topic stands in the box and is sent by the person alone.
  button.addEventListener("click", () => chat.open(button.textContent.trim()));
  item.append(button);
}
