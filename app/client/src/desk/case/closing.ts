/** Why a case may be closed; the same as `CLOSURES` in `app/domain/status.py`. A closing names one of them. */

/** In the order of the life cycle of a case. */
export const CLOSURES = [
  "after_assessment",
  "substantiated",
  "insufficient_evidence",
  "closure_memo",
  "unsubstantiated",
  "not_sea",
  "transferred",
  "outside_authority",
  "duplicate",
  "no_information",
  "informal",
  "inquiry_answered",
  "withdrawn",
] as const;

export type Closure = (typeof CLOSURES)[number];

export function isClosure(reason: string): reason is Closure {
  return CLOSURES.some((known) => known === reason);
}
