/** Where people can turn, by country: for an officer who has somebody on the phone. */
import { useEffect, useState } from "preact/hooks";
import type { HelpService } from "../../directory/types";
import { useDesk } from "../context";
import { ServiceDirectory } from "../help/directory";
import { Screen } from "../ui";

export function ServicesScreen() {
  const { t, calls } = useDesk();
  const [services, setServices] = useState<readonly HelpService[] | null>(null);
  useEffect(() => { void calls.services().then(setServices); }, [calls]);
  return (
    <Screen name="services" title={t("Places that help")}>
      {services !== null && <div class="panel"><ServiceDirectory services={services} country={null} /></div>}
    </Screen>
  );
}
