"""Every byte is read by the codec that makes most sense of it, and none is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanthology.fic.text.decoding.binary import is_binary
from fanthology.fic.text.decoding.decode import declared_charset, decode

ENGLISH = "“He wasn’t naïve,” said Holmes — “the café’s façade…”\n"
GERMAN = "Wir müssen für die Königin größere Übungen machen, sagte Jäger.\n"
FRENCH = "Où était le café? À côté de là, c’était très bien.\n"
CZECH = "Žluťoučký kůň úpěl ďábelské ódy. Řekl to Holmes příteli.\n"
RUSSIAN = "Он не был наивным человеком, сказал Холмс своему другу доктору.\n"
JAPANESE = "彼はそれを知らなかった。ホームズは言った。「ワトスン、来てくれ」\n"
CHINESE = "福尔摩斯什么也没说。他抽着烟斗，看着窗外的雨。“华生，”他说，“我们走吧。”\n"
TAIWANESE = "福爾摩斯什麼也沒說。他抽著煙斗，看著窗外的雨。「華生，」他說，「我們走吧。」\n"
KOREAN = "홈즈는 아무 말도 하지 않았다. 그는 창밖의 비를 바라보았다. 왓슨, 갑시다.\n"
PLAIN = "He walked along the moor all day and said nothing to anybody about it.\n" * 5


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        ("It was late.\n", "ascii", "utf-8"),
        (ENGLISH, "utf-8", "utf-8"),
        (ENGLISH, "utf-8-sig", "utf-8-sig"),
        (ENGLISH, "utf-16", "utf-16"),
        (ENGLISH, "utf-32", "utf-32"),
        (ENGLISH * 9, "utf-16-le", "utf-16-le"),
        (ENGLISH * 9, "utf-16-be", "utf-16-be"),
        (ENGLISH, "cp1252", "cp1252"),
        (GERMAN, "cp1252", "cp1252"),
        (FRENCH, "cp1252", "cp1252"),
        ("¸,ø¤º°`°º¤ø,¸ Alice ¸,ø¤º°", "cp1252", "cp1252"),
        (ENGLISH, "mac_roman", "mac_roman"),
        ("It was a café, naïve and señor.\n", "cp437", "cp437"),
        ("Oz\n══════\nShe slept.\n──────\n", "cp437", "cp437"),
        (CZECH, "cp1250", "cp1250"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "cp866", "cp866"),
        ("Он ушёл домой.\n", "koi8-r", "koi8-r"),
        (JAPANESE, "shift_jis", "cp932"),
        (JAPANESE, "iso2022_jp", "iso2022_jp"),
        (CHINESE * 2, "gbk", "gb18030"),
        (TAIWANESE * 2, "big5", "big5hkscs"),
        (KOREAN * 2, "euc_kr", "cp949"),
        (PLAIN + "It wasn’t so.\n" + PLAIN, "mac_roman", "mac_roman"),
        (PLAIN + "He went—and left… “Oh.”\n", "mac_roman", "mac_roman"),
        (PLAIN + "• one\n• two\n", "mac_roman", "mac_roman"),
        (PLAIN + "A café.\n" + PLAIN, "cp437", "cp437"),
        (PLAIN + "Müller und Jäger.\n", "cp437", "cp437"),
        ("░▒▓█ The Hound █▓▒░\n" + PLAIN, "cp437", "cp437"),
        (PLAIN + "──\n" + PLAIN, "cp437", "cp437"),
        ("São Paulo não é João. Café.\n", "cp850", "cp850"),
        ("“CAFÉ”\n", "cp1252", "cp1252"),
        ("It cost £5 or ½ a crown, 20°.\n", "cp1252", "cp1252"),
        ("¿Qué? ¡Dijo que no! Él también.\n", "cp1252", "cp1252"),
        ("Åsa gick över ån. Är du här? Ö.\n", "cp1252", "cp1252"),
    ],
)
def test_reads(text: str, codec: str, name: str) -> None:
    decoded = decode(text.encode(codec))
    assert decoded.text == text
    assert decoded.encoding == name


def test_one_accent_in_a_long_text_is_western() -> None:
    text = "The dog did nothing in the night.\n" * 500 + "Na\u00efve, said Holmes.\n"
    assert decode(text.encode("cp1252")).encoding == "cp1252"


def test_a_declared_charset_is_believed() -> None:
    assert decode(RUSSIAN.encode("cp1251"), "windows-1251").text == RUSSIAN
    assert decode(ENGLISH.encode("cp1252"), "ISO-8859-1").text == ENGLISH


def test_a_declared_charset_that_cannot_be_is_not() -> None:
    assert decode(ENGLISH.encode("cp1252"), "utf-8").text == ENGLISH
    assert decode(ENGLISH.encode("utf-8"), "windows-1252").text == ENGLISH
    assert decode(ENGLISH.encode("utf-8"), "no-such-charset").text == ENGLISH


def test_foreign_bytes_in_utf8_are_read_as_cp1252() -> None:
    decoded = decode("Zoë’s café. ".encode() * 3 + b"\x93Na\xefve\x94")
    assert decoded.text == "Zoë’s café. " * 3 + "“Naïve”"
    assert decoded.encoding == "utf-8"


def test_a_byte_that_no_codec_explains_is_kept() -> None:
    assert decode(b"Mina \x81 wrote \x9d.").text == "Mina \x81 wrote \x9d."


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b'<meta charset="utf-8">', "utf-8"),
        (b"<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=windows-1252'>", "windows-1252"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><html>', "ISO-8859-1"),
        (b"<p>charset=utf-8</p>", None),
    ],
)
def test_declared_charset(head: bytes, charset: str | None) -> None:
    assert declared_charset(head) == charset


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-32", "cp1252", "utf-16-le"])
def test_text_is_not_binary(codec: str) -> None:
    assert not is_binary((ENGLISH * 9).encode(codec))


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", bytes(range(256)) * 20, b"text\0\0\0" * 400])
def test_what_is_no_text_is_binary(data: bytes) -> None:
    assert is_binary(data)


@given(st.binary())
def test_any_bytes_are_read_and_none_is_lost(data: bytes) -> None:
    decoded = decode(data)
    if decoded.encoding in ("cp1252", "mac_roman", "cp437"):
        assert len(decoded.text) == len(data)
    assert all(chr(byte) in decoded.text for byte in data if 0x21 <= byte < 0x5C and decoded.encoding == "cp1252")


@given(st.text())
def test_utf8_comes_back(text: str) -> None:
    marked = text.startswith("\ufeff")
    assert decode(text.encode()).text == (text[1:] if marked else text)


def test_a_run_of_nuls_that_padded_a_disk_block_does_not_make_a_story_binary() -> None:
    assert not is_binary((ENGLISH * 9).encode() + b"\0" * 40)
    assert is_binary(b"ab\0cde\0\0f" * 200)


@pytest.mark.parametrize(
    "lines",
    [
        [("“Zoë’s café,” she said.\n", "utf-8"), ("“It’s naïve,” he said.\n", "cp1252")],
        [("Zoë’s café.\n", "utf-8"), ("“It’s naïve,” he said… and — so.\n" * 6, "cp1252")],
        [("“Zoë’s café,” she said.\n", "utf-8"), ("“It’s naïve,” he said.\n", "mac_roman")],
        [("“Zoë’s café,” she said.\n", "cp1252"), ("“It’s naïve,” he said.\n", "mac_roman")],
        [("“Zoë’s café,” she said.\n", "cp1252"), ("A café, naïve.\n════════\n", "cp437")],
        [("“Zoë’s café,” she said.\n", "utf-8"), ("A café, naïve.\n════════\n", "cp437")],
        [(RUSSIAN * 3, "cp1251"), (RUSSIAN, "utf-8")],
        [(CHINESE, "gbk"), ("么么么\n", "gbk")],
    ],
)
def test_each_line_keeps_its_own_encoding(lines: list[tuple[str, str]]) -> None:
    data = PLAIN.encode().join(text.encode(codec) for text, codec in lines)
    assert decode(data).text == PLAIN.join(text for text, _ in lines)


@given(st.lists(st.sampled_from(["é", "“Oh”", "naïve", "plain", "\n", "Ж", "么", "\x81"]), max_size=12), st.data())
def test_no_byte_of_a_mixed_text_is_lost(pieces: list[str], data: st.DataObject) -> None:
    codecs = [data.draw(st.sampled_from(["utf-8", "cp1252", "mac_roman", "gbk", "latin-1"])) for _ in pieces]
    coded = b"".join(piece.encode(codec, "replace") for piece, codec in zip(pieces, codecs, strict=True))
    text = decode(coded).text
    assert text == decode(coded).text
    assert "\ufffd" not in text
    assert text.count("\n") == coded.count(b"\n")
