/**
 * The directory as the client sees it: the signed JSON with its types (protocol §8).
 *
 * Ids and keys stay in hex, times stay text, as in the document; unknown fields are kept.
 */

/** Names by language code. */
export type Names = Readonly<Record<string, string>>;

export type EntityKind = "secretariat" | "own_oversight" | "un_women" | "mission" | "partner" | "inter_agency" | "oversight";

export type Role =
  | "conduct_discipline"
  | "psea"
  | "ethics_legal"
  | "investigations"
  | "ethics_office"
  | "ethics_adviser"
  | "conduct_discipline_team"
  | "inter_agency_psea"
  | "victims_rights"
  | "human_rights"
  | "event_focal"
  | "head_office"
  | "child_protection";

/** A public key and when it is valid: from the first moment on, until just before the last. */
export interface DatedKey {
  readonly key: string;
  readonly from?: string;
  readonly until: string;
}

export interface DirectoryDevice {
  readonly id: string;
  readonly sign: string;
  readonly seal: readonly DatedKey[];
}

/** A focal point, by title, never by name. */
export interface Member {
  readonly id: string;
  readonly title?: string;
  /** Admits members; where nobody is marked, any member does. */
  readonly lead?: boolean;
  readonly devices: readonly DirectoryDevice[];
}

export interface Office {
  readonly id: string;
  readonly entity: string;
  readonly role: Role;
  readonly name: string;
  readonly names?: Names;
  readonly countries?: readonly string[];
  readonly languages?: readonly string[];
  /** The offices that stand in for it, in order. */
  readonly alternate: readonly string[];
  readonly vacant?: boolean;
  readonly members: readonly Member[];
}

export interface Entity {
  readonly id: string;
  readonly name: string;
  readonly names?: Names;
  readonly kind: EntityKind;
  /** Of a partner: the entities that engage it. */
  readonly contracting?: readonly string[];
  readonly countries?: readonly string[];
}

/** Times in seconds unless the name says otherwise. */
export interface Policy {
  readonly min_devices: number;
  readonly batch: { readonly min: number; readonly timeout: number; readonly deadline: number };
  readonly grace: number;
  readonly reply_days: number;
  readonly envelope_days: number;
  readonly acknowledge_hours_urgent: number;
  readonly acknowledge_working_days: number;
  /** At least so often the reporter hears something. */
  readonly feedback_days: number;
  /** A case should be through by then. */
  readonly benchmark_days: number;
  /** When the reporter is asked whether they are being treated badly: days after the report. */
  readonly retaliation_days: readonly number[];
  /** Unopened for so long: the office that stands in is told that something waits. */
  readonly unopened_alternate_days: number;
  /** And after so long, those who oversee. */
  readonly unopened_oversight_days: number;
}

/** What kind of help it is, in the order of urgency. */
export type HelpKind = "emergency" | "medical" | "safe_place" | "psychosocial" | "child_helpline" | "legal" | "police";

/** A place or number that helps a person who needs care or safety now. */
export interface HelpService {
  /** Missing or null: wherever the person is. */
  readonly country?: string | null;
  readonly kind: HelpKind;
  readonly name: string;
  readonly names?: Names;
  /** A phone number or an address. */
  readonly contact: string;
  /** Missing: not said. */
  readonly hours?: string;
}

/** Who runs this, and what they answer for in their place. */
export interface Organisation {
  readonly id: string;
  readonly name: string;
  readonly demonstration?: boolean;
  /** Facts that the operator has looked up, by the content's setting; a text that needs another is not shown. */
  readonly confirmed?: Readonly<Record<string, string>>;
  readonly help?: readonly HelpService[];
}

export interface Directory {
  readonly v: number;
  readonly version: number;
  readonly previous: string;
  readonly issued: string;
  readonly expires: string;
  readonly organisation: Organisation;
  readonly roots: { readonly threshold: number; readonly keys: readonly string[] };
  readonly entities: readonly Entity[];
  readonly offices: readonly Office[];
  readonly routing: readonly Row[];
  readonly relays: readonly DatedKey[];
  readonly intake: readonly DatedKey[];
  /** To which desks seal where officers want to be told, in hex; without it they seal nothing. */
  readonly notice_key?: string;
  readonly policy: Policy;
}

/** Who the person complained about belongs to. */
export type Accused =
  | "un_staff"
  | "mission_civilian"
  | "contingent"
  | "un_police"
  | "partner"
  | "mandated_force"
  | "other_force"
  | "vendor"
  | "event_participant"
  | "self"
  | "unknown";

export type Category =
  | "sea"
  | "sexual_harassment"
  | "harassment"
  | "discrimination"
  | "abuse_of_authority"
  | "fraud"
  | "damage"
  | "retaliation"
  | "conflict_of_interest"
  | "partner_noncompliance"
  | "inquiry"
  | "other";

/** What the routing table looks at. */
export interface Facts {
  readonly accused: Accused;
  readonly entity: string | null;
  readonly contracting: string | null;
  readonly own_entity: string | null;
  readonly categories: readonly Category[];
  readonly country: string | null;
  readonly child: "yes" | "no" | "unknown";
  readonly danger: boolean;
  readonly assistance: boolean;
  readonly formal: boolean;
  /** `recipient`, `head_of_entity`, `oios`, `ethics_office`, or ids of offices. */
  readonly conflict: readonly string[];
  readonly prefer: "entity" | "ethics_office" | null;
}

export interface PassedOver {
  readonly office: string;
  readonly why: "conflict" | "vacant" | "lapsed";
}

/** Where a report goes. */
export interface Route {
  readonly row: string;
  /** Id of a short text that tells the person why. */
  readonly reason: string;
  readonly primary: string | null;
  readonly copies: readonly string[];
  readonly assistance: string | null;
  /** `outside_un_authority`, `no_office`, or null. */
  readonly page: string | null;
  readonly urgent: boolean;
  readonly child_page: boolean;
  readonly inquiry: boolean;
  readonly passed_over: readonly PassedOver[];
}

/** A condition: field of the facts, or a derived one, to the values that it may have; all must hold. */
export type When = Readonly<Record<string, readonly (string | boolean | null)[]>>;

/** Where to look for an office. */
export interface Target {
  readonly role: Role;
  /** Whose office: of the entity complained about, its contracting entity, the person's own, the country's, an oversight body's, or any. */
  readonly of: "entity" | "contracting" | "own" | "country" | "oversight" | "any";
  readonly when?: When;
}

/** A row of the routing table: it holds when one of its conditions does; the first that holds decides. */
export interface Row {
  readonly id: string;
  readonly reason: string;
  readonly when: readonly When[];
  /** The first target that names an office that can receive is the primary recipient. */
  readonly to: readonly Target[];
  /** Each list adds at most one co-recipient. */
  readonly copy?: readonly (readonly Target[])[];
  readonly page?: string;
  readonly inquiry?: boolean;
  /** As the row of a further category, its primary becomes a co-recipient too. */
  readonly joins?: boolean;
  /** Used only when a row's targets name nobody. */
  readonly fallback?: boolean;
}
