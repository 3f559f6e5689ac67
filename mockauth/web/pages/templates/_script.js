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
