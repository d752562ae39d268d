"""A static host for tests and figures: the files of a folder with the headers that docs/reference/hosting.md advises."""

from __future__ import annotations

import gzip
import mimetypes
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

from website.hosting import HEADERS

TEXTS = ("text/", "application/javascript", "application/json", "image/svg+xml", "application/xml")


def handler(folder: Path, under: str):
    class Files(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = folder / unquote(urlsplit(self.path).path).removeprefix(under).lstrip("/")
            path = path / "index.html" if path.is_dir() else path
            found = path.is_file() and self.path.startswith(under)
            self.answer(200 if found else 404, path if found else folder / "404.html")

        def answer(self, code: int, path: Path) -> None:
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            content = path.read_bytes()
            headers = {**HEADERS, "Content-Type": kind, "Cache-Control": "max-age=3600"}
            if kind.startswith(TEXTS):
                content = gzip.compress(content, mtime=0)
                headers |= {"Content-Type": f"{kind}; charset=utf-8", "Content-Encoding": "gzip"}
            self.send_response(code)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_about) -> None:
            """It says nothing."""

    return Files


@contextmanager
def serving(folder: Path, under: str = "/"):
    """Serves `folder` below the path `under` while the block runs; gives the address of its first page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(folder, under))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{under}"
    finally:
        server.shutdown()
        server.server_close()
