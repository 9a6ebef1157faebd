/** Shared phones and private windows. */
import { useApp } from "../context";
import { SafetyPage } from "./safetyPage";

export default function SharedScreen({ close }: { readonly close?: () => void }) {
  const { t, go } = useApp();
  return <SafetyPage name="shared" title={t("Shared phones and private windows")} page="shared_phone" close={close ?? (() => { go("home"); })} />;
}
