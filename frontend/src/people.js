// Passkeys: a form marked data-passkey asks the browser for a credential before it is sent.
const fromText = (text) => {
  const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
};
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const described = (list) => (list || []).map((one) => ({ ...one, id: fromText(one.id) }));

function asCreation(options, form) {
  const wanted = options.publicKey;
  // Only a key that lives in the device and asks for its owner can stand in for the password.
  const alone = form.elements.passwordless?.checked;
  const demands = alone ? { residentKey: "required", requireResidentKey: true, userVerification: "required" } : {};
  return {
    publicKey: {
      ...wanted,
      authenticatorSelection: { ...wanted.authenticatorSelection, ...demands },
      challenge: fromText(wanted.challenge),
      user: { ...wanted.user, id: fromText(wanted.user.id) },
      excludeCredentials: described(wanted.excludeCredentials),
    },
  };
}

function asRequest(options) {
  const wanted = options.publicKey;
  return {
    publicKey: {
      ...wanted,
      challenge: fromText(wanted.challenge),
      allowCredentials: described(wanted.allowCredentials),
    },
  };
}

function asPlain(credential) {
  const answer = credential.response;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const response = {};
  for (const part of parts) if (answer[part]) response[part] = toText(answer[part]);
  if (answer.getTransports) response.transports = answer.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function optionsOf(form) {
  if (!form.dataset.optionsUrl) {
    const holder = document.getElementById("passkey-options");
    const found = JSON.parse(holder.textContent);
    return found.creation_options || found.request_options;
  }
  const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return (await answer.json()).request_options;
}

async function ask(form) {
  const trouble = form.querySelector("[data-passkey-trouble]");
  const say = (words) => {
    trouble.textContent = words;
    trouble.hidden = false;
  };
  trouble.hidden = true;
  if (!window.PublicKeyCredential || !navigator.credentials) return say(trouble.dataset.wordsUnable);
  try {
    const options = await optionsOf(form);
    const credential =
      form.dataset.passkey === "add"
        ? await navigator.credentials.create(asCreation(options, form))
        : await navigator.credentials.get(asRequest(options));
    form.querySelector("[name=credential]").value = JSON.stringify(asPlain(credential));
    form.submit();
  } catch (error) {
    say(error.name === "SecurityError" ? trouble.dataset.wordsUnable : trouble.dataset.wordsStopped);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-passkey]");
  if (!form) return;
  event.preventDefault();
  ask(form);
});
