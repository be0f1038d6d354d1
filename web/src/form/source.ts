// Where a visitor came from, where no channel's link was followed: the campaign that the address
// names, or else the site that had the link. Of the site its name alone, and never our own.

const LONGEST = 60;

/** A name as the server takes it: lower-case letters, digits, and .-_ between them. */
function named(given: string): string {
  const clean = given.toLowerCase().replace(/[^a-z0-9._-]+/g, "-").slice(0, LONGEST);
  return clean.replace(/^[._-]+|[._-]+$/g, "");
}

function host(address: string): string {
  try {
    return new URL(address).hostname.replace(/^www\./, "");
  } catch {
    return "";
  }
}

export function sourceOf(query: string, referrer: string, own: string): string {
  const campaign = named(new URLSearchParams(query).get("utm_source") ?? "");
  if (campaign) return campaign;
  const from = host(referrer);
  return from === own.replace(/^www\./, "") ? "" : named(from);
}
