"""Show the built book on this machine: ``python -m slik.serve``."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from slik.paths import ROOT

BUILT = ROOT / "_build/html"


class BookHandler(SimpleHTTPRequestHandler):
    """Serves the book without a log line per request."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".mjs": "text/javascript"}

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Show the book's own page for addresses that lead nowhere, as a host is told to do."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

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
