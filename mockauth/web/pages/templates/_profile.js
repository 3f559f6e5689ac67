function offerValues(name) {
  const fields = [...document.querySelectorAll("[data-kcMultivalued]")].filter((field) => field.name === name);
  const button = (kind, text, field, act) => {
    const made = document.createElement("button");
    Object.assign(made, { id: `kc-${kind}-${field.id}`, type: "button", className: "chip", textContent: text });
    made.dataset.values = name;
    made.addEventListener("click", () => { act(); offerValues(name); });
    return made;
  };
  for (const old of document.querySelectorAll("[data-values]")) {
    if (old.dataset.values === name) old.remove();
  }
  fields.forEach((field, index) => {
    const isLast = index === fields.length - 1, buttons = [];
    field.id = `${name}-${index}`;
    if (fields.length > 1) buttons.push(button("remove", "Remove", field, () => field.remove()));
    if (isLast) {
      buttons.push(button("add", "Add value", field, () => {
        const added = field.cloneNode(true);
        added.value = "";
        field.after(added);
      }));
    }
    field.after(...buttons);
  });
}
function formatDigits(text, format) {
  const sizes = [...format.matchAll(/\{(\d+)\}/g)].map(([, size]) => Number(size));
  const most = sizes.reduce((sum, size) => sum + size, 0), digits = text.replace(/\D/g, "").slice(0, most);
  let at = 0;
  if (!digits || !most) return "";
  return digits.length < most ? text : format.replace(/\{(\d+)\}/g, (_, size) => digits.slice(at, at += Number(size)));
}
new Set([...document.querySelectorAll("[data-kcMultivalued]")].map((field) => field.name)).forEach(offerValues);
for (const field of document.querySelectorAll("[data-kcNumberFormat]")) {
  const format = () => { field.value = formatDigits(field.value, field.getAttribute("data-kcNumberFormat")); };
  field.addEventListener("keyup", format);
  format();
}
for (const field of document.querySelectorAll("[data-kcNumberUnFormat]")) {
  field.form.addEventListener("submit", () => {
    field.value = formatDigits(field.value, field.getAttribute("data-kcNumberUnFormat"));
  });
}
