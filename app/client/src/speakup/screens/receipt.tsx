/** The receipt before sending: shown, explained, and partly typed back. */
import { useState } from "preact/hooks";
import { useApp } from "../context";
import type { ShownReceipt } from "../crypto/workshop";
import { type Probe, probeOf, matches } from "../form/typeback";
import { Back, Button, Field, Note, Screen } from "../ui";

export type Shape = "words" | "digits";

interface ShowProps {
  readonly receipt: ShownReceipt;
  readonly shape: Shape;
  readonly setShape: (shape: Shape) => void;
  readonly next: () => void;
  readonly back: () => void;
}

export function ReceiptScreen({ receipt, shape, setShape, next, back }: ShowProps) {
  const { t, locale } = useApp();
  const actions = (
    <>
      <Back onPress={back} />
      <Button kind="main" onPress={next}>
        {t("I have kept it")}
      </Button>
    </>
  );
  return (
    <Screen name="receipt" turn={shape} title={t("Your receipt")} actions={actions}>
      <p class="lead">{t("With this you read the answer. Write it on paper and keep it where nobody finds it.")}</p>
      {shape === "words" && receipt.words !== null ? (
        <ol class="receipt-words" lang={locale.tag} data-receipt="words">
          {receipt.words.map((word, place) => (
            <li key={place}>{word}</li>
          ))}
        </ol>
      ) : (
        <ol class="receipt-digits" dir="ltr" data-receipt="digits">
          {groups(receipt.digits).map((group, place) => (
            <li key={place}>{group}</li>
          ))}
        </ol>
      )}
      {receipt.words !== null && (
        <Button kind="quiet" onPress={() => { setShape(shape === "words" ? "digits" : "words"); }}>
          {shape === "words" ? t("Show it as twenty digits") : t("Show it as six words")}
        </Button>
      )}
      <ul class="plain-list">
        <li>{t("Who finds it can read the answers and write as you.")}</li>
        <li>{t("It cannot be found again if it is lost. Nobody has a copy.")}</li>
        <li>{t("Better not as a photo or message: those stay on the phone.")}</li>
      </ul>
    </Screen>
  );
}

interface TypeBackProps {
  readonly receipt: ShownReceipt;
  readonly shape: Shape;
  readonly send: () => void;
  readonly back: () => void;
}

export function TypeBackScreen({ receipt, shape, send, back }: TypeBackProps) {
  const { t } = useApp();
  const [probe] = useState<Probe>(() => probeOf(receipt, shape, Math.random));
  const [typed, setTyped] = useState<readonly string[]>(probe.places.map(() => ""));
  const [wrong, setWrong] = useState(false);
  const check = () => {
    if (matches(probe, typed)) send();
    else setWrong(true);
  };
  const label = (place: number) => (shape === "words" ? t("Word number {number}", { number: place }) : t("Group of digits number {number}", { number: place }));
  const actions = (
    <>
      <Back onPress={back} />
      <Button kind="main" onPress={check}>
        {t("Send")}
      </Button>
    </>
  );
  return (
    <Screen name="typeback" title={t("Type a part of it")} actions={actions}>
      <p class="lead">{t("So that you can be sure that your note is right.")}</p>
      {probe.places.map((place, index) => (
        <Field
          key={place}
          label={label(place)}
          value={typed[index] ?? ""}
          {...(shape === "digits" ? { direction: "ltr" as const } : {})}
          onInput={(value) => { setTyped(typed.map((old, at) => (at === index ? value : old))); }}
        />
      ))}
      {wrong && <Note kind="alert">{t("This is not the same. Please look at your note, or go back and see the receipt again.")}</Note>}
      <p class="hint">{t("If it is not safe for you to keep a receipt, you can send without it. Then you cannot read the answer.")}</p>
      <Button kind="quiet" onPress={send}>
        {t("Send without keeping the receipt")}
      </Button>
    </Screen>
  );
}

function groups(digits: string): string[] {
  return digits.match(/.{5}/g) ?? [];
}
