/** Help near the person, as the signed directory lists it. Pure; a directory without any is usual. */
import type { Directory, HelpKind, HelpService } from "../directory/types";

/** In the order of urgency; these are all kinds. */
export const HELP_KINDS: readonly HelpKind[] = ["emergency", "medical", "safe_place", "psychosocial", "child_helpline", "legal", "police"];

/**
 * The services of these kinds for a country, kinds in the order given.
 *
 * Those without a country are for everyone. Where the country is not known all are given: better one too many.
 */
export function servicesFor(directory: Directory | null, kinds: readonly string[], country: string | null): HelpService[] {
  const listed = directory?.organisation.help ?? [];
  const near = listed.filter((service) => country === null || (service.country ?? country) === country);
  return kinds.flatMap((kind) => near.filter((service) => service.kind === kind));
}

/** Whether a contact can be dialled as it stands. */
export function dialled(contact: string): string | null {
  const digits = contact.replace(/[\s().-]/g, "");
  return /^\+?\d{2,15}$/.test(digits) ? digits : null;
}
