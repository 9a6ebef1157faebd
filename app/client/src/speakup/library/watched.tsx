/** Is this phone watched? */
import { useApp } from "../context";
import { SafetyPage } from "./safetyPage";

export default function WatchedScreen({ close }: { readonly close?: () => void }) {
  const { t, go } = useApp();
  return <SafetyPage name="watched" title={t("Is this phone watched?")} page="watched_phone" close={close ?? (() => { go("home"); })} />;
}
