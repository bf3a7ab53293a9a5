"""A web host on this machine for the benchmarks: static files, gzipped."""

from __future__ import annotations

import gzip
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from slik.serve import BookHandler


class GzipHandler(BookHandler):
    """Serves files gzipped, as a web host would."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = gzip.compress(path.read_bytes(), 9)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def serve(folder: Path) -> str:
    """Serve a folder, which may still be empty, until the program ends; return its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(GzipHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"
