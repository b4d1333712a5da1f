"""Long texts as HTML, Markdown or plain text."""

import pytest

from api.services.formatting import to_html, to_text

SOURCE = """## Rubrik

Ett *viktigt* stycke
på två rader.

> Ett citat, [med länk](https://kfvn.se).

- en `kod`
- två  
  till

| a | b |
|---|---|
| 1 | 2 |

```
kod
```
"""  # noqa: W291  # two blanks at a line's end are a line break


@pytest.fixture
def item(world):
    world.add("news", {"title": {"sv": "T"}, "lead": {"sv": "L"}, "body": {"sv": SOURCE}}, slug="t")
    return lambda form: world.get(f"/news/t?bodyFormat={form}")["body"]


def test_html_is_the_default_and_safe(world, item):
    assert world.get("/news/t")["body"] == item("html")
    assert "<h2>Rubrik</h2>" in item("html")
    assert '<a href="https://kfvn.se" rel="noopener">med länk</a>' in item("html")
    assert "<td>1</td>" in item("html")


def test_markdown_is_what_the_editor_wrote(item):
    assert item("markdown") == SOURCE.strip()


def test_plain_text_has_no_markup(item):
    assert item("text").startswith("Rubrik\n\nEtt viktigt stycke\npå två rader.\n\nEtt citat, med länk (kfvn.se).")
    assert not set(item("text")) & set("*#>[]|`")


def test_a_summary_gets_the_form_too(world, item):
    assert world.get("/news?bodyFormat=text&fields=body")["items"][0]["body"] == item("text")


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://evil.example/pixel.png)",
        "<iframe src='https://evil.example'></iframe>",
    ],
)
def test_nothing_that_runs_or_tracks_comes_through(evil):
    html = to_html(f"före {evil} efter")
    for tag in ("<script", "<img", "<iframe", 'href="javascript', 'href="data'):
        assert tag not in html
    assert "före" in html


def test_plain_text_keeps_the_number_behind_a_link():
    assert to_text("Ring [oss](tel:+46601234567) nu.") == "Ring oss (+46601234567) nu."
    assert to_text("[kfvn.se](https://kfvn.se)") == "kfvn.se"


def test_text_of_nothing_is_nothing():
    assert to_text("") == ""
