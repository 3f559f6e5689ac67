for (const button of document.querySelectorAll("[data-password-toggle]")) {
  const input = document.getElementById(button.getAttribute("aria-controls"));
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-label", shown ? button.dataset.labelHide : button.dataset.labelShow);
    button.classList.toggle("shown", shown);
  });
}
for (const button of document.querySelectorAll("[data-href]")) {
  button.hidden = false;
  button.addEventListener("click", () => { window.location.href = button.dataset.href; });
}
for (const button of document.querySelectorAll("[data-choose]")) {
  button.addEventListener("click", () => {
    document.getElementById("selectedCredentialId").value = button.dataset.choose;
    for (const each of document.querySelectorAll("[data-choose]")) {
      each.setAttribute("aria-pressed", String(each === button));
    }
  });
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-once-link]");
  if (link && link.getAttribute("aria-disabled") === "true") {
    event.preventDefault();
  } else if (link) {
    link.setAttribute("role", "link");
    link.setAttribute("aria-disabled", "true");
  }
});
function cookie(name) {
  const found = document.cookie.split("; ").find((each) => each.startsWith(`${name}=`));
  return found ? found.slice(name.length + 1).replace(/^"|"$/g, "") : "";
}
function startSessionPolling(url) {
  if (cookie("KEYCLOAK_SESSION")) return;
  const poll = setInterval(() => {
    if (cookie("KEYCLOAK_SESSION")) {
      clearInterval(poll);
      window.location.href = url;
    }
  }, 2000);
  for (const it of [window, ...document.forms]) {
    for (const leaving of ["submit", "beforeunload"]) it.addEventListener(leaving, () => clearInterval(poll));
  }
}
function checkAuthSession(hash) {
  setTimeout(() => {
    const current = cookie("KC_AUTH_SESSION_HASH");
    if (current && current !== hash) window.location.reload();
  }, 1000);
}
