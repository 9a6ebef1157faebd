/** A page of the pack that opens over what is shown. */
import { useApp } from "../context";
import { lookUp } from "../content/lookup";
import type { Pack } from "../content/types";
import { Back, Screen } from "../ui";
import { useOpened, WithPack } from "./pack";
import { PageBody } from "./reader";

interface Props {
  /** Name of the screen, and its title while the page is not there. */
  readonly name: string;
  readonly title: string;
  /** Id of the page. */
  readonly page: string;
  readonly close: () => void;
}

export function SafetyPage(props: Props) {
  return <WithPack name={props.name} title={props.title} back={props.close}>{(pack) => <Page pack={pack} {...props} />}</WithPack>;
}

function Page({ pack, name, title, page, close }: Props & { readonly pack: Pack }) {
  const { t } = useApp();
  useOpened(pack, page);
  const found = lookUp(pack, page);
  return (
    <Screen name={name} title={found?.kind === "page" ? found.item.title : title} actions={<Back onPress={close} />}>
      {found?.kind === "page" ? <PageBody blocks={found.item.blocks} /> : <p>{t("This is not here any more")}</p>}
    </Screen>
  );
}
