"""Our static files: open to everyone, since the sign-in pages need them; kept for long, since their address has
their content's hash."""

from __future__ import annotations

from tornado.web import StaticFileHandler

A_WEEK = 7 * 24 * 3600


class PublicStatic(StaticFileHandler):
    """With ``?v=<hash>`` a file is kept for ten years (tornado's rule), fonts for a week; others are asked for anew."""

    def check_xsrf_cookie(self) -> None:
        """Nothing is written here."""

    def set_extra_headers(self, path: str) -> None:
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Access-Control-Allow-Origin", "*")

    def get_cache_time(self, path: str, modified, mime_type: str) -> int:
        if path.startswith("vendor/fonts/"):
            return A_WEEK
        return super().get_cache_time(path, modified, mime_type)
