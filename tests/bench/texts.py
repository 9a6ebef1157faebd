"""A load driver that texts: N people, each in a conversation of their own, signed as Twilio signs.

`python -m tests.bench.texts PORT PATH CLIENTS SECONDS MIX BASE` prints one line of JSON, as `load` does, and
the latencies of the turns that seal. MIX is `reports` (everybody reports, 18 texts each) or `mixed` (of ten
people one reports, the others read: rules, questions, a quiz). BASE is the address that signatures are for.
"""

import json
import selectors
import sys
from collections.abc import Iterator
from dataclasses import asdict
from itertools import count
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from tests.bench.load import Client, Driver, Load
from tests.bots.fake_twilio import ACCOUNT, TOKEN
from tests.bots.twilio_requests import SENDER

STORY = "A man who hands out food asks girls for more than thanks."
REPORT = (
    *("hello", "1", "1", "1", "1", "1", "1", "UN-Habitat, white car", "2", "Camp two, in March"),
    *(STORY, "DONE", "1", "13", "1", "1", "1", "SEND"),
)
READING = (
    "hello",
    "2",
    "1",
    "MORE",
    "BACK",
    "3",
    "MORE",
    "help",
    "1",
    "0",
    "4",
    "1",
    "1",
    "1",
    "2",
    "1",
    "0",
)
READERS = 9  # beside one who reports
MIXES = {"reports": (REPORT,), "mixed": (REPORT, *(READING,) * READERS), "reading": (READING,)}

people, messages = count(1), count(1)


class Texters(Driver):
    """The people of one run."""

    def __init__(self, port: int, path: str, clients: int, mix: str, base: str) -> None:
        self.talks = MIXES[mix]
        self.url, self.path = base + path, path
        self.signing = RequestValidator(TOKEN)
        self.saying: dict[int, Iterator[dict[str, str]]] = {}
        self.said: dict[int, str] = {}
        self.sealing: list[float] = []
        super().__init__(port, path, clients)

    def ask(self, client: Client) -> None:
        """A new connection for each text, as providers open them; then the next text."""
        if client.answer:
            self.selector.unregister(client.line)
            client.line.close()
            client.line = self.open()
            self.selector.register(client.line, selectors.EVENT_WRITE, client)
        super().ask(client)

    def request(self, client: Client) -> bytes:
        """The next text of this person, or the first of the next one."""
        form = next(self.saying.get(id(client), iter(())), None)
        if form is None:
            self.saying[id(client)] = self.person()
            form = next(self.saying[id(client)])
        self.said[id(client)] = form["Body"]
        signature = self.signing.compute_signature(self.url, form)
        body = urlencode(form).encode()
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            "Connection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"X-Twilio-Signature: {signature}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def person(self) -> Iterator[dict[str, str]]:
        """All that one person texts."""
        number = next(people)
        for text in self.talks[number % len(self.talks)]:
            name = f"SM{next(messages):032x}"
            yield {
                "MessageSid": name,
                "SmsSid": name,
                "SmsMessageSid": name,
                "AccountSid": ACCOUNT,
                "From": f"+1500{number:07d}",
                "To": SENDER,
                "Body": text,
                "NumMedia": "0",
                "NumSegments": "1",
                "SmsStatus": "received",
                "ApiVersion": "2010-04-01",
            }

    def note(self, client: Client) -> None:
        """Keep the latency, and apart that of a turn that sealed."""
        before = len(self.latencies)
        super().note(client)
        if len(self.latencies) > before and self.said.get(id(client)) == "SEND":
            self.sealing.append(self.latencies[-1])


def main() -> None:
    """Read the arguments, run, print one line of JSON."""
    port, path, clients, seconds, mix, base = sys.argv[1:7]
    driver = Texters(int(port), path, int(clients), mix, base)
    load: Load = driver.run(float(seconds))
    ranked = sorted(driver.sealing) or [0.0]
    sealing = {"sealed": len(driver.sealing), "sealing_p95": ranked[int(len(ranked) * 0.95)]}
    print(json.dumps(asdict(load) | sealing))


if __name__ == "__main__":
    main()
