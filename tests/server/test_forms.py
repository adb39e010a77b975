"""The forms of saved queries: what they show, what they keep of what was typed, where they lead."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from tests.server.questions import FILES, small_site

if TYPE_CHECKING:
    from tests.asgi import Client

BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """A client of the application over the small world."""
    return small_site(tmp_path_factory.mktemp("layout"))


def test_form(client: Client) -> None:
    """The form shows what may be chosen, what was, and the answer with its other formats."""
    page = client.get("/queries/sizes?dataset=Pupils", headers={"Accept": "text/html"}).text

    assert '<option value="npd" selected>Pupils</option>' in page
    assert '<option value="leo">Longitudinal &lt;b&gt;Outcomes&lt;/b&gt;</option>' in page
    assert '<a href="/dataset/npd">Pupils</a>' in page
    assert '<a href="/queries/sizes.csv?dataset=Pupils" type="text/csv">CSV</a>' in page


def test_table(client: Client) -> None:
    """Things stand under their names, not beside them; a heading sorts, and turns the order."""
    page = client.get("/queries/sizes?sort=title", headers={"Accept": "text/html"}).text
    headings = re.findall(r'<th scope="col"([^>]*)><a href="([^"]*)">(.*?)</a>', page)

    assert headings == [
        (' aria-sort="ascending"', "/queries/sizes?sort=-title#answer", "Dataset"),
        ("", "/queries/sizes?sort=size#answer", "Size"),
    ]
    assert re.findall(r'data-label="Dataset"><a[^>]*>(.*?)</a>', page) == [
        *("=1+1", "Longitudinal &lt;b&gt;Outcomes&lt;/b&gt;", "Pupils"),
    ]


def test_sort(client: Client) -> None:
    """The address sorts in every format; a column that there is none of is refused."""
    rows = client.get("/queries/sizes.csv?sort=-title").text.splitlines()
    refused = client.get("/queries/sizes.csv?sort=colour")

    assert [row.split(",")[1] for row in rows[1:]] == [
        *("Pupils", "Longitudinal <b>Outcomes</b>", "=1+1"),
    ]
    assert refused.status_code == 422
    assert "Give one of dataset, title, size, with a minus" in refused.text


def test_again(client: Client) -> None:
    """A page tells how a program asks the same, and where the answer is found again."""
    path = "/queries/sizes?dataset=pupil data"
    page = html.unescape(client.get(path, headers=BROWSER).text)
    table = "http://testserver/queries/sizes.csv?dataset=pupil+data"

    assert f"curl '{table}'" in page
    assert f'pandas.read_csv("{table}")' in page
    assert f'read.csv("{table}")' in page
    assert 'href="http://testserver/queries/sizes?dataset=pupil+data"' in page


def test_again_is_quoted(client: Client) -> None:
    """What is typed never ends the text that a program is told to run."""
    page = client.get("/queries/echo?words=';rm -rf \"", headers=BROWSER).text

    assert "?words=%27%3Brm+-rf+%22&#39;" in page


def test_form_readings(client: Client) -> None:
    """A page tells what another name was taken for; a name of its own needs no telling."""
    read = "&#34;pupil data&#34; is read as npd (Pupils)."

    assert read in client.get("/queries/size.html?dataset=pupil data").text
    assert "is read as" not in client.get("/queries/size.html?dataset=Pupils").text


def test_form_link(client: Client) -> None:
    """A page leads to the permanent address of the text that it asks."""
    page = client.get("/queries/sizes.html").text
    (path,) = re.findall(r'href="(/q/[a-z2-7]{32})"', page)

    assert client.get(f"{path}.rq").text == FILES["sizes"]


def test_form_without_values(client: Client) -> None:
    """Opened without what it needs, a form shows its example with the answer, and says so."""
    response = client.get("/queries/size.html")

    assert response.status_code == 200
    assert "This is an example." in response.text
    assert '<option value="npd" selected>' in response.text
    assert '<td data-label="Size">12.5</td>' in response.text


def test_form_refused(client: Client) -> None:
    """What does not fit is told beside its field, which keeps what was typed."""
    response = client.get("/queries/size.html?dataset=npdd")

    assert response.status_code == 422
    assert 'value="npdd"' in response.text
    assert "Did you mean &#34;npd&#34; (Pupils)? Give the slug" in response.text


def test_form_rule_once(client: Client) -> None:
    """A rule that the complaint tells already is not told twice."""
    page = client.get("/queries/size.html?dataset=npd&year=soon").text

    assert page.count("Give a year in four digits") == 1


def test_form_labels(client: Client) -> None:
    """Every field has a label, however many values were given."""
    page = client.get("/queries/sizes.html?dataset=a1&dataset=a2").text
    fields = re.findall(r"<(?:input|select) id=\"(field-[^\"]*)\"([^>]*)>", page)

    assert len(fields) == 2
    for name, rest in fields:
        assert f'<label for="{name}">' in page or "aria-label=" in rest
