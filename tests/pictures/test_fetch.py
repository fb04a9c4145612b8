"""Fetching from an address that anybody may have typed, against a real server that means ill."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from kutsu.pictures import fetch as fetching
from kutsu.pictures.unfit import Unfit
from tests.pictures.world import HERE, HOST, OTHER, Answer, Page, World, world
from tests.trickling import trickling

PICTURE = b"\xff\xd8 not really a picture"


def picture(answer: Answer) -> None:
    """Answer with a few bytes."""
    answer.begin(Content_Length=str(len(PICTURE)), Content_Type="image/jpeg", Set_Cookie="seen=1")
    answer.wfile.write(PICTURE)


def redirect(target: str) -> Page:
    """Answer with a redirect."""
    return lambda answer: answer.begin(302, Location=target, Set_Cookie="seen=1")


@pytest.fixture
def net(tmp_path: Path) -> Iterator[World]:
    """A world with one picture."""
    with world(tmp_path) as made:
        made.pages["/kuva"] = picture
        yield made


def code(net: World, address: str = "", scale: float = 1) -> str:
    """Why an address is unfit."""
    with pytest.raises(Unfit) as told:
        net.fetch(address, scale)
    assert set(told.value.remark.message) == {"fi", "sv", "en"}
    return told.value.remark.code


def test_a_picture_is_fetched(net: World) -> None:
    """The bytes come as they are; the name stands in the certificate's check and in the request, and was looked up once."""
    assert net.fetch() == PICTURE
    assert net.named == [HOST]
    assert net.looked_up == [HOST]
    assert [where for where, _ in net.asked] == [f"{HOST}:{net.port}/kuva"]


def test_no_second_look_up(net: World) -> None:
    """A name that is public when it is checked and private a moment later is connected to where it was checked."""
    net.later[HOST] = ["127.0.0.2"]
    assert net.fetch() == PICTURE
    assert len(net.looked_up) == 1


def test_the_next_address_when_one_is_dead(net: World) -> None:
    """Of several checked addresses the first that answers is taken."""
    net.names[HOST], net.open = ["127.0.0.9", HERE], True
    assert net.fetch() == PICTURE
    assert net.named == [HOST]


def test_an_unknown_authority(net: World) -> None:
    """A certificate that nobody vouches for, or for another name, ends it."""
    net.names["vieras.example"], net.open = [HERE], True
    assert code(net, net.address(host="vieras.example")) == "picture-unanswered"
    assert net.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "http://{host}/kuva",
        "https://user:secret@{host}/kuva",
        "https://{here}:1/kuva",
        "https://localhost.:{port}/kuva",
        "https://2130706433:{port}/kuva",
        "https://0x7f.1:{port}/kuva",
        "https://[::1]:{port}/kuva",
        "https://[::ffff:127.0.0.1]:{port}/kuva",
        "https://[64:ff9b::7f00:1]:{port}/kuva",
        "ftp://{host}/kuva",
        "file:///etc/passwd",
        "https://[oops/kuva",
        "//{host}:port/kuva",
    ],
)
@pytest.mark.parametrize("redirected", [False, True])
def test_forbidden(net: World, address: str, redirected: bool) -> None:
    """Typed into the sheet or hidden behind a redirect: no other scheme, port or login, and no private address is asked."""
    bad = address.format(host=f"{HOST}:{net.port}", here=HOST, port=net.port)
    if redirected and bad.startswith("//"):
        bad = "https:" + bad
    net.pages["/ohjaus"] = redirect(bad)
    assert code(net, net.address("/ohjaus") if redirected else bad) == "picture-forbidden"
    assert len(net.asked) == redirected


@pytest.mark.parametrize("hidden", ["127.0.0.1", "169.254.169.254", "10.0.0.5", "fd00::1"])
def test_a_redirect_to_a_name_of_the_inner_network(net: World, hidden: str) -> None:
    """A public page that redirects to a name with a private address leads nowhere."""
    net.names["sisaverkko.example"] = [hidden]
    net.pages["/ohjaus"] = redirect(net.address(host="sisaverkko.example"))
    assert code(net, net.address("/ohjaus")) == "picture-forbidden"
    assert len(net.asked) == 1


def test_redirects_are_followed(net: World) -> None:
    """Three redirects, relative ones and to another host, lead to the picture; no cookie is carried along."""
    net.pages |= {
        "/1": redirect("/2"),
        "/2": redirect(net.address("/3", OTHER)),
        "/3": redirect(net.address("/kuva")),
    }
    assert net.fetch(net.address("/1")) == PICTURE
    assert net.looked_up == [HOST, HOST, OTHER, HOST]
    assert not any({"Cookie", "Authorization", "Referer"} & headers.keys() for _, headers in net.asked)


def test_redirects_come_to_an_end(net: World) -> None:
    """A fourth redirect is not followed."""
    net.pages["/kuva"] = redirect("/kuva")
    assert code(net) == "picture-astray"
    assert len(net.asked) == 1 + fetching.REDIRECTS


def test_an_endless_body(net: World) -> None:
    """A body that says it is short and never ends is read to the limit and no further."""

    def endless(answer: Answer) -> None:
        answer.begin(Transfer_Encoding="chunked", Content_Type="image/jpeg")
        while not net.over.is_set():
            answer.wfile.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")

    net.pages["/kuva"] = endless
    assert code(net, scale=0.1) == "picture-heavy"
    assert net.gone.wait(20)


def test_a_packed_body_is_not_unpacked(net: World) -> None:
    """A body that claims to be packed comes as it is: nothing grows on arrival."""

    def packed(answer: Answer) -> None:
        answer.begin(Content_Encoding="gzip", Content_Length=str(len(PICTURE)))
        answer.wfile.write(PICTURE)

    net.pages["/kuva"] = packed
    assert net.fetch() == PICTURE
    assert net.asked[0][1]["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("begun", [False, True])
def test_a_body_that_trickles(net: World, begun: bool) -> None:
    """An answer that goes on byte by byte, in its headers or its body, is cut off at the deadline of the whole fetch."""

    def trickle(answer: Answer) -> None:
        if begun:
            answer.begin(Content_Length="1000000")
        else:
            answer.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not net.over.wait(0.02):
            answer.wfile.write(b"x")

    net.pages["/kuva"] = trickle
    assert code(net, scale=40) == "picture-unanswered"
    assert net.gone.wait(20)


def test_a_handshake_that_trickles(net: World) -> None:
    """A host that never comes to an end with its greeting is cut off too."""
    with trickling("handshake") as address:
        net.port = int(address.rpartition(":")[2])
        assert code(net, scale=40) == "picture-unanswered"


def test_half_a_body(net: World) -> None:
    """A body that ends before its length is no picture."""

    def half(answer: Answer) -> None:
        answer.begin(Content_Length="1000")
        answer.wfile.write(PICTURE)

    net.pages["/kuva"] = half
    assert code(net) == "picture-unanswered"


@pytest.mark.parametrize("status", [204, 304, 403, 404, 500])
def test_no_picture_there(net: World, status: int) -> None:
    """Any answer but 200 is told with its number."""
    net.pages["/kuva"] = lambda answer: answer.begin(status, Content_Length="0")
    with pytest.raises(Unfit, match=str(status)) as told:
        net.fetch()
    assert told.value.remark.code == "picture-status"


def test_nobody_there(net: World) -> None:
    """A name that there is not, one without an address, and a machine where nobody listens are told as silence."""
    net.open = True
    nowheres: list[list[str] | Exception] = [[], ["127.0.0.9"], socket.gaierror(socket.EAI_NONAME, HOST)]
    for net.names[HOST] in nowheres:
        assert code(net) == "picture-unanswered"


def test_no_proxy_and_no_netrc(net: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the machine's environment says of proxies, logins and certificates is not asked."""
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine {HOST} login somebody password else\n", "utf-8")
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "nothing.pem"))
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert net.fetch() == PICTURE
    assert "Authorization" not in net.asked[0][1]
