"""Proxy strings: each form, and that nothing malformed is taken for another form."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.client.proxy import Proxy, is_host, is_port, parse_proxy
from accsyn.errors import ConfigurationError


@pytest.mark.parametrize(
    ("text", "expected", "url"),
    [
        ("socks:h:1080", Proxy("socks5", "h", 1080), "socks5://h:1080"),
        ("socks5:h:1080", Proxy("socks5", "h", 1080), "socks5://h:1080"),
        ("SOCKS5H:h:1080", Proxy("socks5h", "h", 1080), "socks5h://h:1080"),
        ("socks4:10.0.0.1:1", Proxy("socks4", "10.0.0.1", 1), "socks4://10.0.0.1:1"),
        ("  socks5:h:65535 ", Proxy("socks5", "h", 65535), "socks5://h:65535"),
        ("socks5:[::1]:1080", Proxy("socks5", "[::1]", 1080), "socks5://[::1]:1080"),
        ("socks5:u:p@h:1080", Proxy("socks5", "h", 1080, "u", "p"), "socks5://u:p@h:1080"),
        ("socks5:u:@h:1080", Proxy("socks5", "h", 1080, "u", ""), "socks5://u:@h:1080"),
        ("socks5:u:p:q@r/s@h:1080", Proxy("socks5", "h", 1080, "u", "p:q@r/s"), "socks5://u:p%3Aq%40r%2Fs@h:1080"),
        ("socks5:u@x.se:p@h:1080", Proxy("socks5", "h", 1080, "u@x.se", "p"), "socks5://u%40x.se:p@h:1080"),
        ("socks5:ö:å@h:1080", Proxy("socks5", "h", 1080, "ö", "å"), "socks5://%C3%B6:%C3%A5@h:1080"),
        ("socks4:me@h:1080", Proxy("socks4", "h", 1080, "me", ""), "socks4://me:@h:1080"),
        ("accsyn:h:80", Proxy("accsyn", "h", 80), None),
        ("accsyn:[fe80::1]:80", Proxy("accsyn", "[fe80::1]", 80), None),
        ("h:8080", Proxy("accsyn", "h", 8080), None),
        ("[::1]:8080", Proxy("accsyn", "[::1]", 8080), None),
        ("proxy.example.com", Proxy("accsyn", "proxy.example.com", 80), None),
    ],
)
def test_forms(text: str, expected: Proxy, url: str | None) -> None:
    """Kind, host, port and account are read as they stand; requests gets a URL with the account quoted."""
    proxy = parse_proxy(text)
    assert proxy == expected
    assert proxy.is_accsyn == (url is None)
    if url is not None:
        assert proxy.url == url


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            ":",
            "::",
            ":80",
            "h:",
            "h:0",
            "h:65536",
            "h:-1",
            "h:80x",
            "h:٨٠",
            "h:80:",
            "h:1:2",
            "h p:80",
            "h/p",
        ),
        *("socks5", "socks5:", "socks5:h", "socks5:1080", "socks5:h:", "socks5:h:x", "socks5::1080", "socks5:a b:1080"),
        *(
            "socks5:u@h:1080",
            "socks5::p@h:1080",
            "socks5:@h:1080",
            "socks5:h:1080:u:p",
            "socks5:u:p@h",
            "socks5:u:p@:1",
        ),
        *("socks5://h:1080", "socks5h://u:p@h:1080", "socks4:u:p@h:1080", "socks4a:h:1080", "socks6:h:1080"),
        *("accsyn", "accsyn:", "accsyn:h", "accsyn:80", "accsyn:u:p@h:80", "accsyn:h:80:1", "accsyn:h:80/x"),
        *("http:h:3128", "http://h:3128", "https:h:443", "http:3128", "https", "ftp:h:21", "http://u:SECRET@h:3128"),
        *("u:SECRET@h:80", "u@h", "-h:80", ".h:80", "[::1]", "[::1:80", "::1:80", "h\n:80", "h\r\nX: y:80", "[h]:80"),
        *(f"socks5:{'u' * 256}:p@h:1", f"socks5:u:{'ö' * 128}@h:1", f"{'h' * 300}:80", "direct", "pac:h:1"),
    ],
)
def test_everything_else_is_refused(text: str) -> None:
    """Never a direct connection, never a guess; and the message does not repeat what may hold a password."""
    with pytest.raises(ConfigurationError) as caught:
        parse_proxy(text)
    assert "write socks5:host:port" in str(caught.value)
    assert "SECRET" not in str(caught.value)


@given(st.text(max_size=40))
def test_any_text_is_a_proxy_or_refused(text: str) -> None:
    """No other exception comes out, and what is taken has a host and a port that can be ones."""
    try:
        proxy = parse_proxy(text)
    except ConfigurationError:
        return
    assert is_host(proxy.host)
    assert is_port(proxy.port)


_ACCOUNT = st.text(min_size=1, max_size=60).filter(lambda text: text.encode("utf-8", "ignore").decode() == text)


@given(_ACCOUNT.filter(lambda text: ":" not in text and not text.startswith("//")), _ACCOUNT)
def test_any_password_survives(user: str, password: str) -> None:
    """User and password are taken as they stand, and come through the URL's quoting as they were."""
    from urllib.parse import unquote, urlsplit

    proxy = parse_proxy(f"socks5:{user}:{password}@h:1080")
    parts = urlsplit(proxy.url)
    assert (proxy.user, proxy.password) == (user, password)
    assert (unquote(parts.username or ""), unquote(parts.password or "")) == (user, password)
    assert (parts.hostname, parts.port) == ("h", 1080)


def test_accounts_are_not_shown() -> None:
    """Neither repr nor str has them, and with one a proxy is not pickled."""
    proxy = parse_proxy("socks5:USER:SECRET@h:1080")
    assert "SECRET" not in repr(proxy) + str(proxy)
    assert str(proxy) == "socks5:h:1080"
    with pytest.raises(TypeError):
        pickle.dumps(proxy)
    plain = parse_proxy("accsyn:h:80")
    assert pickle.loads(pickle.dumps(plain)) == plain


@pytest.mark.parametrize(
    ("value", "expected"), [(1, True), (65535, True), (0, False), (65536, False), (True, False), ("80", False)]
)
def test_ports(value: object, expected: bool) -> None:
    """Whole numbers of 1 to 65535; True is none."""
    assert is_port(value) is expected
