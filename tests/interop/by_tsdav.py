"""tsdav, the client library of many web calendars: see tsdav.mjs."""
import pathlib

import readers
from checks import check
from service import PASSWORD

HERE = pathlib.Path(__file__).resolve().parent


def converse(service, _folder):
    done = readers.run("node", HERE / "tsdav.mjs", service.url, "coordinacion", PASSWORD).decode()
    print(done, end="", flush=True)
    check("tsdav came to its end", done.rstrip().endswith("end"))
