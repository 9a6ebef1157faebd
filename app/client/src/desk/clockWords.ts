/** The clocks of a case in plain words: what is due, and when. */
import type { Words } from "../words/words";
import type { Clock, ClockName } from "./case/clocks";

/** What is to be done. */
export function clockTask({ name, about }: Clock, t: Words["t"]): string {
  const tasks: Readonly<Record<Exclude<ClockName, "reminder">, string>> = {
    acknowledge: t("Acknowledge the report"),
    feedback: t("Tell the reporter how it stands"),
    benchmark: t("Bring the case to an end"),
    retaliation: t("Ask whether they have been treated badly since they spoke up"),
  };
  return name === "reminder" ? reminderTask(about, t) : tasks[name];
}

function reminderTask(about: string, t: Words["t"]): string {
  const tasks: Readonly<Record<string, string>> = {
    offer: t("Offer the help they asked for"),
    help: t("Ask whether the help came"),
  };
  return tasks[about] ?? t("Come back to this case");
}

/** Why, in one sentence. */
export function clockReason({ name, days }: Clock, tn: Words["tn"], t: Words["t"]): string {
  if (name === "retaliation") return tn("{count} day after the report.", "{count} days after the report.", days);
  if (name === "benchmark") return tn("It has been open for {count} day, not counting the days when you waited for the reporter.", "It has been open for {count} days, not counting the days when you waited for the reporter.", days);
  if (name === "acknowledge") return t("The reporter was promised a sign that somebody read it.");
  return name === "feedback" ? t("They should hear from you now and then, even when there is nothing new.") : "";
}

/** How soon, as a person would say it. */
export function clockTime({ left, paused }: Pick<Clock, "left" | "paused">, { t, tn }: Pick<Words, "t" | "tn">): string {
  if (paused) return t("stands still");
  if (left < 0) return tn("{count} day late", "{count} days late", -left);
  if (left === 0) return t("today");
  return left === 1 ? t("tomorrow") : tn("in {count} day", "in {count} days", left);
}

/** How pressing it is, as a class of the style sheets. */
export function clockClass({ left, paused }: Pick<Clock, "left" | "paused">): "overdue" | "due" | "later" | "still" {
  if (paused) return "still";
  if (left < 0) return "overdue";
  return left === 0 ? "due" : "later";
}
