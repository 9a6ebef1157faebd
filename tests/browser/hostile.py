"""Files as somebody makes them who means harm, each built from nothing."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

PNG = b"\x89PNG\r\n\x1a\n"
RUNS = "window.harmed = true; parent.harmed = true"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{RUNS}"><script>{RUNS}</script></svg>'.encode()
PAGE = f"<!doctype html><img src=x onerror='{RUNS}'><script>{RUNS}</script>".encode()
PROGRAM = b"MZ\x90\0" + bytes(400)


def packed(megabytes: int) -> bytes:
    """A small archive that unpacks to many megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.bin", bytes(megabytes << 20))
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, rows: int) -> bytes:
    """A grey picture that says it is so large, with so many rows of it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    dots = zlib.compress((b"\0" + b"\x80" * width) * rows)
    return PNG + chunk(b"IHDR", head) + chunk(b"IDAT", dots) + chunk(b"IEND", b"")


def pdf(pages: Iterable[str], catalog: str = "", trailer: str = "") -> bytes:
    """A PDF file with a line of text on each page."""
    texts = list(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(texts)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Count {len(texts)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(texts):
        drawn = f"BT /F1 24 Tf 60 700 Td ({text}) Tj ET"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()


def chinese_pdf() -> bytes:
    """A PDF file with the characters 5927 and 5C0F, whose font and character table it does not bring."""
    plain = pdf(["AB"])
    font = (
        "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H /DescendantFonts "
        "[<< /Type /Font /Subtype /CIDFontType0 /BaseFont /SimSun /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>] >>"
    )
    helvetica = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    # The table of places is wrong now; readers find the objects by themselves.
    return plain.replace(helvetica, font.encode()).replace(b"(AB)", b"<59275C0F>")


def running_pdf(elsewhere: str) -> bytes:
    """A PDF file that wants to run a script, open an address, and start a program when it is opened."""
    action = (
        f"/OpenAction << /S /JavaScript /JS ({RUNS}; app.launchURL('{elsewhere}')) "
        f"/Next << /S /URI /URI ({elsewhere}) /Next << /S /Launch /F (calc.exe) >> >> >>"
    )
    return pdf(["Please press the button"], action)


def locked_pdf() -> bytes:
    """A PDF file that opens with a password only."""
    rule = f"/Filter /Standard /V 1 /R 2 /P -4 /O <{'11' * 32}> /U <{'22' * 32}>"
    return pdf(["Secret"], trailer=f"/Encrypt << {rule} >> /ID [<{'33' * 16}> <{'33' * 16}>]")
