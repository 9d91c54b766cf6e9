// The one thing that a printed page needs of a script.
document.querySelector("#print").addEventListener("click", () => window.print());
