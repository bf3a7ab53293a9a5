"""The published copy's settings, and the two directives that show them to readers."""

from __future__ import annotations

import os

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective

from slik import render, site
from slik.site import Site


class CopyFacts(SphinxDirective):
    """``{utgave}``: which copy this is, and who answers for it."""

    def run(self) -> list[nodes.Node]:
        return [nodes.raw("", render.html("copy_facts", name=site.NAME, site=of(self.config)), format="html")]


class Feedback(SphinxDirective):
    """``{meld-feil}``: a message to fill in, and where to send it."""

    def run(self) -> list[nodes.Node]:
        return [nodes.raw("", render.html("feedback", site=of(self.config)), format="html")]


def of(config: Config) -> Site:
    """Return the checked settings."""
    return config.slik_site  # type: ignore[no-any-return]


def setup(app: Sphinx) -> None:
    for name in site.SETTINGS.keys() - {"html_baseurl"}:  # Sphinx has that one
        app.add_config_value(name, "", "", str)
    # Set by us, never by hand; pages that show it are read again when it changes.
    app.add_config_value("slik_site", Site(), "env")
    app.connect("config-inited", _read)
    app.add_directive("utgave", CopyFacts)
    app.add_directive("meld-feil", Feedback)


def _read(app: Sphinx, config: Config) -> None:
    try:
        copy = site.read({name: config[name] for name in site.SETTINGS}, os.environ)
    except ValueError as error:
        raise SystemExit(f"Boka ble ikke bygget.\n_config.yml: {error}") from None
    config.slik_site = copy
    config.html_baseurl = copy.base
