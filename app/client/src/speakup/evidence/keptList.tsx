/** What will be sent: name, size, a look at photos, an ear to voice notes, and a way to take each away. */
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../context";
import { Button } from "../ui";
import { type Kept, sizeOf, sizeText } from "./kept";

interface Props {
  readonly kept: readonly Kept[];
  readonly remove: (id: number) => void;
}

export function KeptList({ kept, remove }: Props) {
  const { t, tn, locale } = useApp();
  if (kept.length === 0) return <p class="hint">{t("Nothing is added yet.")}</p>;
  return (
    <>
      <p>{tn("{count} file will be sealed and sent with your words.", "{count} files will be sealed and sent with your words.", kept.length)}</p>
      <ul class="kept" data-kept={kept.length}>
        {kept.map((one) => (
          <li key={one.id}>
            {one.kind === "photo" && <Look kept={one} />}
            <span class="kept-what">
              <bdi class="file-name">{one.name}</bdi>
              <span class="hint">{sizeText(sizeOf(one), locale.tag)}</span>
            </span>
            {one.kind === "voice" && <Listen kept={one} />}
            <Button kind="quiet" onPress={() => { remove(one.id); }}>
              {t("Take away")} <span class="unseen">{one.name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** An address of the page's memory for as long as something shows it. */
export function useAddress({ content, type }: Pick<Kept, "content" | "type">): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([content as Blob | Uint8Array<ArrayBuffer>], { type }));
    setAddress(made);
    return () => { URL.revokeObjectURL(made); };
  }, [content, type]);
  return address;
}

function Look({ kept }: { readonly kept: Kept }) {
  const address = useAddress(kept);
  return address === undefined ? null : <img class="look" src={address} alt="" />;
}

export function Listen({ kept }: { readonly kept: Pick<Kept, "content" | "type"> }) {
  const { t } = useApp();
  const address = useAddress(kept);
  return address === undefined ? null : <audio controls src={address} aria-label={t("Listen to the voice note")} />;
}
