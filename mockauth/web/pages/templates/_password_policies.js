function showBrokenPolicies(id, policies) {
  const counted = {
    lowerCase: (char) => char === char.toLowerCase() && char !== char.toUpperCase(),
    upperCase: (char) => char === char.toUpperCase() && char !== char.toLowerCase(),
    digits: (char) => /\d/.test(char),
    specialChars: (char) => /\W/.test(char),
  };
  const copy = (name) => document.getElementById(name).content.cloneNode(true);
  const input = document.getElementById(id);
  const isBroken = ({ name, value }) => {
    if (name === "maxLength") return input.value.length > value;
    return (counted[name] ? input.value.split("").filter(counted[name]).length : input.value.length) < value;
  };
  input?.addEventListener("change", () => {
    const errors = policies.filter(isBroken).map(({ value, message }) => {
      const item = copy("errorItemTemplate");
      item.firstChild.textContent = message.replace("{0}", value);
      return item;
    });
    const list = copy("errorTemplate");
    list.querySelector("ul").append(...errors);
    document.getElementById(`input-error-container-${id}`).replaceChildren(...(errors.length ? [list] : []));
  });
}
