"""Show the built book on this machine: ``python -m slik.serve``."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from slik.paths import ROOT

BUILT = ROOT / "_build/html"


class BookHandler(SimpleHTTPRequestHandler):
    """Serves files without a log line per request."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".mjs": "text/javascript"}

    def log_message(self, format: str, *args: object) -> None:
        pass


def main(arguments: list[str] | None = None) -> int:
    """Serve the book until Ctrl+C; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m slik.serve", description="Vis den bygde boka på denne maskinen.")
    parser.add_argument("--port", type=int, default=8000, help="porten boka vises på (standard: 8000)")
    port = parser.parse_args(arguments).port
    if not (BUILT / "index.html").exists():
        print("Boka er ikke bygget. Kjør «make book» eller «jupyter-book build .» først.", file=sys.stderr)
        return 1
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(BookHandler, directory=str(BUILT)))
    except OSError:
        message = f"Port {port} er opptatt. Velg en annen: make serve PORT={port + 1}"
        print(message, file=sys.stderr)
        return 1
    with server:
        print(f"Boka vises på http://localhost:{port}/  (stopp med Ctrl+C)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("\nStoppet.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
