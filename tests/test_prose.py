"""Nothing an author writes becomes live HTML, a directive or a role."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.base import DocutilsRenderer, make_document
from myst_parser.parsers.mdit import create_md_parser

from slik import prose


def shown(markdown: str):
    """Parse with MyST as the book does, and return the document."""
    config = MdParserConfig(enable_extensions={"colon_fence", "deflist"})
    parser = create_md_parser(config, DocutilsRenderer)
    parser.options["document"] = make_document()
    return parser.render(markdown)


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1))
def test_escaped_text_is_shown_as_it_was_written(text):
    wanted = " ".join(text.split())
    document = shown(f"x{prose.escape(text)}x")
    assert [type(node).__name__ for node in document.children] == ["paragraph"]
    assert document.astext() == f"x{wanted}x"


HOSTILE = st.lists(
    st.sampled_from(
        ["<script>alert(1)</script>", "{raw}`x`", "```{eval-rst}", "$x$", "{{ x }}", "(mål)=", ":::{note}", "% x", "+++",
         "[^1]", "| a | b |", "&lt;b&gt;", "![x](y)", "[x](javascript:alert(1))", "# H", "> q", "- a", "1. b", "**f**",
         "*k*", "[@a]", "\\", "`", "https://example.org", "\n", "\n\n", " ", "tekst"]
    ),
    max_size=12,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(HOSTILE)
def test_prose_that_passes_the_check_can_only_show_itself(text):
    if prose.check(text):
        return
    document = shown(prose.to_myst(text, lambda key: f"[{key}]"))
    kinds = {type(node).__name__ for node in document.findall()}
    assert kinds <= {"document", "paragraph", "Text", "emphasis", "strong", "reference", "bullet_list",
                     "enumerated_list", "list_item"}, (text, kinds)


def test_allowed_markup_survives():
    text = "Et *viktig* og **tydelig** ord, se [siden](https://example.org/a_(b)) [@a; @b].\n\n- ett\n- to\n  - tre"
    html = MarkdownIt().render(prose.to_myst(text, lambda key: f"({key})"))
    assert "<em>viktig</em>" in html and "<strong>tydelig</strong>" in html
    assert 'href="https://example.org/a_(b)"' in html
    assert "(a)(b)" in html
    assert html.count("<li>") == 3 and html.count("<ul>") == 2


def test_heading_after_a_wrong_one_is_still_found():
    _, errors = prose.split_sections("## Floken\n\nx\n\n### Mer\n\ny\n\n## Hva ble gjort\n\nx")
    assert [error.line for error in errors if "Mer" in str(error)] == [5]
