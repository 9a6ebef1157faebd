/** Which screen a place shows. All but the first are fetched when they are first shown. */
import type { ComponentType } from "preact";
import type { Place } from "./context";
import { type Loader, Lazy } from "./lazy";
import { HomeScreen } from "./screens/home";
import type { Stop } from "./trail";

interface Given {
  /** What to show there, such as the id of a rule. */
  readonly item?: string;
  /** Set where the screen lies over another one: how to go back to that. */
  readonly close?: () => void;
}

type Part = ComponentType<Given>;

const LOADERS: Readonly<Partial<Record<Place, Loader<Given>>>> = {
  about: async () => (await import("./screens/about")).AboutScreen as Part,
  settings: async () => (await import("./screens/settings")).SettingsScreen as Part,
  report: async () => (await import("./screens/report")).ReportJourney as Part,
  check: async () => (await import("./screens/check")).CheckJourney as Part,
  help: async () => (await import("./library/help")).default as Part,
  watched: async () => (await import("./library/watched")).default as Part,
  shared: async () => (await import("./library/shared")).default as Part,
  read: async () => (await import("./library/library")).default as Part,
  questions: async () => (await import("./library/questions")).default as Part,
  quizzes: async () => (await import("./library/quizzes")).default as Part,
  certificate: async () => (await import("./library/certificate")).default as Part,
  verify: async () => (await import("./library/verify")).default as Part,
  lessons: async () => (await import("./library/lessons")).default as Part,
};

interface Props {
  readonly stop: Stop;
  readonly close?: () => void;
}

export function PlaceScreen({ stop: { place, item }, close }: Props) {
  const load = LOADERS[place];
  if (load === undefined) return <HomeScreen />;
  const given: Given = { ...(item === undefined ? {} : { item }), ...(close === undefined ? {} : { close }) };
  return <Lazy key={`${place} ${item ?? ""}`} load={load} given={given} close={close} />;
}
