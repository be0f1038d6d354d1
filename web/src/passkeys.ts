/* Passkeys: asks the browser for one and posts what it says. Forms appear only where it can work. */

type Json = { [name: string]: unknown };
type Descriptor = { id: string; type: "public-key" };

interface CreationJson {
  publicKey: Omit<PublicKeyCredentialCreationOptions, "challenge" | "user" | "excludeCredentials"> & {
    challenge: string;
    user: { id: string; name: string; displayName: string };
    excludeCredentials?: Descriptor[];
  };
}

interface RequestJson {
  publicKey: Omit<PublicKeyCredentialRequestOptions, "challenge" | "allowCredentials"> & {
    challenge: string;
    allowCredentials?: Descriptor[];
  };
}

export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

export function toText(bytes: ArrayBuffer): string {
  const plain = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const described = (list: Descriptor[] | undefined) => (list ?? []).map(({ id, type }) => ({ type, id: toBytes(id) }));

export function creationOptions({ publicKey }: CreationJson): CredentialCreationOptions {
  return {
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: described(publicKey.excludeCredentials),
      // It signs in by itself: kept on the device, and never without a fingerprint, a face or a PIN.
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
    },
  };
}

export function requestOptions({ publicKey }: RequestJson): CredentialRequestOptions {
  return {
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      allowCredentials: described(publicKey.allowCredentials),
    },
  };
}

export function plain(credential: PublicKeyCredential): Json {
  const answer = credential.response;
  const parts: Json = { clientDataJSON: toText(answer.clientDataJSON) };
  if (answer instanceof AuthenticatorAttestationResponse) {
    parts.attestationObject = toText(answer.attestationObject);
    parts.transports = answer.getTransports?.() ?? [];
  } else if (answer instanceof AuthenticatorAssertionResponse) {
    parts.authenticatorData = toText(answer.authenticatorData);
    parts.signature = toText(answer.signature);
    parts.userHandle = answer.userHandle ? toText(answer.userHandle) : null;
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: parts,
  };
}

export function canWork(host: string, has: boolean): boolean {
  // A passkey belongs to a name; an address in numbers cannot have one.
  return has && !/^[\d.]+$|:/.test(host);
}

async function optionsOf(form: HTMLFormElement): Promise<unknown> {
  const given = form.querySelector('script[type="application/json"]');
  if (given) {
    return JSON.parse(given.textContent ?? "");
  }
  const answer = await fetch(form.dataset["options"] ?? "", { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    throw new Error(`no options: ${answer.status}`);
  }
  return ((await answer.json()) as { request_options: unknown }).request_options;
}

async function ask(form: HTMLFormElement): Promise<Credential | null> {
  const options = await optionsOf(form);
  return form.dataset["enhance"] === "passkey-add"
    ? navigator.credentials.create(creationOptions(options as CreationJson))
    : navigator.credentials.get(requestOptions(options as RequestJson));
}

async function use(form: HTMLFormElement): Promise<void> {
  const problem = document.querySelector<HTMLElement>('[data-passkey="problem"]');
  if (problem) {
    problem.hidden = true;
  }
  try {
    const credential = await ask(form);
    const field = form.elements.namedItem("credential");
    if (field instanceof HTMLInputElement && credential instanceof PublicKeyCredential) {
      field.value = JSON.stringify(plain(credential));
      form.submit();
    }
  } catch {
    if (problem) {
      problem.hidden = false;
    }
  }
}

function start(): void {
  const forms = document.querySelectorAll<HTMLFormElement>('[data-enhance^="passkey-"]');
  const works = canWork(location.hostname, "PublicKeyCredential" in window);
  const absent = document.querySelector<HTMLElement>('[data-passkey="absent"]');
  if (absent) {
    absent.hidden = works;
  }
  for (const form of works ? forms : []) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void use(form);
    });
  }
}

if (typeof document !== "undefined") {
  start();
}
