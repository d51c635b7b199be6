"""Which names stand for secrets: the one rule by which values are masked.

The rule goes by the words of a name, so that ``ssh_key``, ``sshKey`` and ``SSH-KEY-2`` are one and ``keyword`` is
another. Where a name may mean either, it counts as secret: a masked word in a log costs little.
"""

from __future__ import annotations

import re

# Secret wherever they stand, also within a word: ``dbpassword``, ``clientsecret``, ``session_id``.
_PARTS = (
    *("password", "passwd", "passphrase", "passcode", "pwd", "secret", "token", "credential", "cookie", "session"),
    *("authorization", "authorisation", "authentication", "apikey", "privatekey", "accesskey"),
)
# Words that are secret by themselves, in any place of a name: ``auth_header``, ``smtp_pw``.
_WORDS = frozenset({"auth", "oauth", "pw", "pin", "otp", "jwt", "bearer", "psk"})
# The last word of a name, or the end of it, says what the name is about: a ``key_frame`` is a frame.
_ENDS = ("key", "keys", "pass")
# What comes before such an end and makes it harmless: a public key, a pass of a renderer.
_OPEN = frozenset(
    {
        *("public", "primary", "foreign", "sort", "cache", "chroma", "color", "colour", "hot", "shortcut"),
        *("render", "beauty", "light", "matte"),
    }
)
# Words that only end like one, or hold one.
_OTHERS = frozenset(
    {
        *("monkey", "donkey", "turkey", "hockey", "jockey", "whiskey", "hotkey", "hotkeys", "monkeys"),
        *("bypass", "compass", "trespass", "overpass", "underpass", "surpass", "secretary", "secretaries"),
    }
)

# Between ``ssh`` and ``Key``, between ``API`` and ``Key``.
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W\d_]+")


def is_secret(name: object) -> bool:
    """Whether the value under a name is to be masked: ``password``, ``db_pwd``, ``API-Key``, ``sshKey``, ``auth``."""
    if not isinstance(name, str):
        return False
    words = [word for word in _WORD.findall(_HUMP.sub(" ", name).lower()) if word not in _OTHERS]
    if not words:
        return False
    plain = "".join(words)
    if any(part in plain for part in _PARTS) or not _WORDS.isdisjoint(words):
        return True
    last = words[-1]
    end = next((end for end in _ENDS if last.endswith(end)), None)
    if end is None:
        return False
    before = last.removesuffix(end) or (words[-2] if len(words) > 1 else "")
    return before not in _OPEN
