// The invented municipal page: shows the editor the line to copy with the right address in it.

const snippet = document.getElementById("snippet");
const copy = document.getElementById("copy");
const base = new URL("..", document.currentScript.src);

snippet.textContent = `<script src="${new URL("embed.js", base)}" data-site="demo" async></${"script"}>`;
copy.hidden = !navigator.clipboard;
copy.addEventListener("click", async () => {
  await navigator.clipboard.writeText(snippet.textContent);
  document.getElementById("copied").textContent = "Kopierad";
});
