// <form data-passkey="create|get">: its button asks the browser for a passkey and sends the answer as "credential".
// What to ask for stands in the form as JSON, or, with data-passkey-options, at that address.
const able = "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential;

for (const passkey of document.querySelectorAll("form[data-passkey]")) {
  const button = passkey.querySelector("button[type=button]");
  if (!able) button.hidden = true;
  button.addEventListener("click", async () => {
    const error = passkey.querySelector("[data-passkey-error]");
    error.hidden = true;
    try {
      passkey.elements.credential.value = JSON.stringify(await ask(passkey));
      passkey.submit();
    } catch {
      error.hidden = false; // refused, timed out, or no such key: the browser does not tell which
    }
  });
}

async function ask(passkey) {
  const { publicKey } = await options(passkey);
  if (passkey.dataset.passkey === "get") {
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  }
  const alone = passkey.elements.passwordless.checked; // in place of the password: the key has to know who it is for
  publicKey.authenticatorSelection = {
    ...publicKey.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone && { userVerification: "required" }),
  };
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
}

async function options(passkey) {
  const address = passkey.dataset.passkeyOptions;
  if (!address) return JSON.parse(passkey.querySelector("script[type='application/json']").textContent);
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
}
