const content = document.getElementById("kc-code-content");
const toggle = document.getElementById("kc-code-toggle");
const copy = document.getElementById("kc-code-copy-button");
toggle.hidden = false;
toggle.addEventListener("click", () => {
  content.hidden = !content.hidden;
  toggle.setAttribute("aria-expanded", String(!content.hidden));
});
if (navigator.clipboard) {
  const told = (label) => () => { copy.setAttribute("aria-label", label); copy.title = label; };
  copy.hidden = false;
  copy.addEventListener("click", () => {
    navigator.clipboard.writeText(content.textContent).then(told(copy.dataset.successLabel), told(copy.dataset.failureLabel));
  });
}
