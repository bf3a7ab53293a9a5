"""What the one who publishes a copy of the handbook says about that copy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

NAME = "SLIK-håndboka"
LANGUAGE = "nb"
LICENSE = "https://creativecommons.org/licenses/by/4.0/"

#: Setting in ``_config.yml`` → environment variable that overrides it.
SETTINGS = {
    "html_baseurl": "SLIK_BASEURL",
    "slik_publisher": "SLIK_PUBLISHER",
    "slik_feedback": "SLIK_FEEDBACK",
    "slik_take_away": "SLIK_TAKE_AWAY",
}

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")


class Site(NamedTuple):
    """One published copy; every value may be empty.

    Attributes:
        base: Address of the front page's folder, with a slash at the end.
        publisher: The organisation that answers for the copy.
        feedback: Where readers report faults: a mailbox or the address of a form.
        take_away: Address of the folder with the whole book as files, with a slash at the end.
    """

    base: str = ""
    publisher: str = ""
    feedback: str = ""
    take_away: str = ""

    @property
    def root(self) -> str:
        """Path of the front page's folder; the top of the host when the address is not known."""
        return urlsplit(self.base).path or "/"

    @property
    def mailbox(self) -> str:
        """The mailbox for faults, or an empty string when there is none or a form instead."""
        return self.feedback if _MAIL.fullmatch(self.feedback) else ""

    def address(self, path: str) -> str:
        """Return the full address of a path, or an empty string when the base is not known.

        The front page is addressed by its folder: that is what people type and share.

        >>> Site("https://example.org/slik/").address("om/index.html")
        'https://example.org/slik/om/index.html'
        >>> Site("https://example.org/slik/").address("index.html")
        'https://example.org/slik/'
        """
        return self.base and self.base + ("" if path == "index.html" else path)


def read(settings: Mapping[str, str], environ: Mapping[str, str]) -> Site:
    """Return the copy's settings, checked; the environment goes before ``_config.yml``.

    Raises:
        ValueError: A value that cannot be used, told in Norwegian.
    """
    base, publisher, feedback, take_away = (
        (environ.get(variable) or settings[name]).strip() for name, variable in SETTINGS.items()
    )
    if base and not _is_web_address(base):
        raise ValueError(f"html_baseurl: «{base}» er ikke en nettadresse. Skriv for eksempel https://slik.example.no/.")
    if feedback and not _MAIL.fullmatch(feedback) and not _is_web_address(feedback):
        raise ValueError(
            f"slik_feedback: «{feedback}» er verken en e-postadresse eller en nettadresse som begynner med https://."
        )
    if take_away and not _is_web_address(take_away):
        raise ValueError(
            f"slik_take_away: «{take_away}» er ikke en nettadresse. Skriv for eksempel https://slik.example.no/ta-med/."
        )
    return Site(base and base.rstrip("/") + "/", publisher, feedback, take_away and take_away.rstrip("/") + "/")


def _is_web_address(text: str) -> bool:
    # What comes after ? or # would end up in the middle of every address.
    return bool(re.fullmatch(r"https?://[^\s/?#\"<>]+[^\s?#\"<>]*", text))
