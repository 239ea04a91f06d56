"""Files of releases and the steward's table: what is read, and what is refused with which words.

Web pages and PDFs have tests of their own (test_read_html, test_read_pdf, test_read_formats).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import read, resources
from kg.errors import InputError, KeyCollisionError, ReadError, TableError
from kg.read import check_keys, find_releases, plain, read_release, read_table, release_key, row_of
from kg.read.plain import decode

HEADER = "file,key,issued,title,publisher,url,licence,status,reason"


def write(path: Path, data: bytes | str) -> Path:
    """The file, written."""
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return path


def test_text_is_kept_as_decoded(tmp_path: Path) -> None:
    """Line ends and a byte order mark stay where evidence counts them."""
    data = b"\xef\xbb\xbfStadt K\xc3\xb6ln\r\nZeile\r\n"
    release = read_release(write(tmp_path / "köln.txt", data))
    assert release.text == data.decode("utf-8") == "\ufeffStadt Köln\r\nZeile\r\n"
    assert (release.key, release.file) == ("köln", "köln.txt")
    assert release.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_utf16_with_a_mark_is_read(tmp_path: Path, encoding: str) -> None:
    """A byte order mark tells UTF-16 and UTF-32."""
    assert read_release(write(tmp_path / "a.txt", "Größe".encode(encoding))).text == "Größe"


@pytest.mark.parametrize(
    ("data", "message", "remedy", "line"),
    [
        ("Zeile\nK\xf6ln".encode("latin-1"), "byte 0xf6 at position 7", "iconv -f WINDOWS-1252", 2),
        (b"Euro \x80 5", "not UTF-8", "iconv", 1),
        (b"\xff\xfea", "not UTF-16", "UTF-8", None),
        (b"\xed\xa0\x80", "not UTF-8", "iconv", 1),  # a lone surrogate
        (b"ab\0cd", "NUL", "plain text", None),
        (b"PK\x03\x04rest", "ZIP", "plain text", None),
        (b"", "is empty", "remove it", None),
        (b"\xef\xbb\xbf \r\n\t\n", "is empty", "remove it", None),
    ],
)
def test_refused_bytes(tmp_path: Path, data: bytes, message: str, remedy: str, line: int | None) -> None:
    """What would have to be guessed is refused, with the place and the remedy."""
    path = write(tmp_path / "a.txt", data)
    with pytest.raises(ReadError) as error:
        read_release(path)
    assert message in error.value.message
    assert remedy in error.value.remedy
    assert (error.value.path, error.value.line) == (path, line)


def test_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One character too many is refused; of a huge file nothing is looked at."""
    monkeypatch.setattr(plain, "MAX_CHARACTERS", 10)
    assert read_release(write(tmp_path / "a.txt", "a" * 10)).text == "a" * 10
    for size in (11, 1000):
        with pytest.raises(ReadError, match="longer than 10 characters"):
            read_release(write(tmp_path / "b.txt", "a" * size))
    monkeypatch.setattr(read, "MAX_BYTES", 2_000_000)
    with pytest.raises(ReadError, match="larger than 2 MB"):
        read_release(write(tmp_path / "c.txt", "a" * 2_000_001))


def test_missing_folder_and_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing file, a folder and a file without rights each get their own words."""
    with pytest.raises(ReadError, match="no such file"):
        read_release(tmp_path / "none.txt")
    with pytest.raises(ReadError, match="is a folder"):
        read_release(tmp_path)

    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = write(tmp_path / "a.txt", "Text")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ReadError, match="Permission denied"):
        read_release(path)


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    """No bytes raise anything but ReadError, and what is read as UTF-8 encodes to the same bytes."""
    try:
        text = decode(data, "x.txt")
    except ReadError:
        return
    if not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        assert text.encode("utf-8") == data


def test_releases_of_folders_and_files(tmp_path: Path) -> None:
    """Text, Markdown, pages and PDFs of a folder, not recursive, each once, sorted by name."""
    for name in ("b.txt", "a.md", "c.TXT", "d.htm", "e.html", "f.pdf", ".hidden.txt", "README.md", "x.docx"):
        write(tmp_path / name, "x")
    (tmp_path / "sub").mkdir()
    write(tmp_path / "sub" / "d.txt", "x")
    named = write(tmp_path / "sub" / "aa", "x")
    found = find_releases([named, tmp_path, tmp_path / "b.txt"])
    assert [path.name for path in found] == ["a.md", "aa", "b.txt", "c.TXT", "d.htm", "e.html", "f.pdf"]
    assert find_releases([tmp_path / "b.txt", tmp_path, named]) == found


def test_folder_without_releases_and_missing_path(tmp_path: Path) -> None:
    """Both are errors that say what to do."""
    with pytest.raises(InputError, match="holds no releases") as error:
        find_releases([tmp_path])
    assert "*.txt" in error.value.remedy
    with pytest.raises(InputError, match="no such file or folder"):
        find_releases([tmp_path / "none"])


def test_keys(tmp_path: Path) -> None:
    """The stem is the key, whatever form the disk gives its letters; a stated key wins; two are an error."""
    assert release_key(Path("Ko\u0308ln.txt")) == "Köln"
    assert release_key(Path("a.txt"), {"key": "b"}) == "b"
    files = [tmp_path / "a.txt", tmp_path / "a.md"]
    with pytest.raises(KeyCollisionError, match="same key 'a'") as error:
        check_keys(files)
    assert error.value.remedy.startswith("keep one of them")
    with pytest.raises(KeyCollisionError) as error:
        check_keys([tmp_path / "a.txt", tmp_path / "b" / "a.txt"])
    assert error.value.remedy.startswith("rename one of them")
    assert check_keys(files, {"a.md": {"key": "a2"}}) == {"a": files[0], "a2": files[1]}


def table(tmp_path: Path, text: str | bytes) -> Path:
    """A table beside two releases, one of them in the folder of the table's name."""
    (tmp_path / "releases").mkdir(exist_ok=True)
    write(tmp_path / "releases" / "a.txt", "x")
    write(tmp_path / "b.txt", "x")
    return write(tmp_path / "releases.csv", text)


def test_table(tmp_path: Path) -> None:
    """Filled columns by file; order of columns, a byte order mark and blank lines do not matter."""
    text = (
        "\ufefftitle,file,key,issued,publisher,url,licence,status,reason\r\n"
        '"Ein ""Titel"", lang",a.txt,k-1,2023-Q3,Stadt,https://example.org/a,,,\r\n\r\n'
        ",b.txt,,,,,,retracted,falsch\r\n,gone.txt,,,,,,retracted,zurückgezogen\r\n"
    )
    rows = read_table(table(tmp_path, text))
    assert rows["a.txt"] == {
        "title": 'Ein "Titel", lang',
        "key": "k-1",
        "issued": "2023-Q3",
        "publisher": "Stadt",
        "url": "https://example.org/a",
    }
    assert rows["b.txt"] == {"status": "retracted", "reason": "falsch"}
    release = read_release(tmp_path / "releases" / "a.txt", row_of(Path("a.txt"), rows))
    assert release.key == "k-1"
    assert "key" not in release.stated
    assert release.stated["issued"] == "2023-Q3"


def test_table_with_few_columns(tmp_path: Path) -> None:
    """Only `file` must be there; the folder of the releases may have any name."""
    path = table(tmp_path, "issued,file\n2023,a.txt\n,c.txt\n")
    with pytest.raises(TableError, match=r"there is no file 'c\.txt'"):
        read_table(path)
    (tmp_path / "texte").mkdir()
    write(tmp_path / "texte" / "c.txt", "x")
    assert read_table(path, [tmp_path / "texte"]) == {"a.txt": {"issued": "2023"}, "c.txt": {}}


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("", "is empty", None),
        ("file;key;issued\na.txt;;\n", "unknown column", 1),
        (HEADER.replace("file,", "") + "\n", "missing column 'file'", 1),
        (HEADER + ",file\n", "column given twice: 'file'", 1),
        (HEADER + ",autor\n", "unknown column 'autor'", 1),
        (HEADER + "\na.txt,,,\n", "4 fields where the header has 9", 2),
        (HEADER + '\na.txt,,,"ab"c,,,,,\n', "is not CSV", 2),
        (HEADER + '\na.txt,,,"offen,,,,,\n', "is not CSV", 2),
        (HEADER + "\na.txt,,,,,,,,\n\na.txt,k,,,,,,,\n", "a second row for 'a.txt'", 4),
        (HEADER + "\na.txt,k,,,,,,,\nb.txt,k,,,,,,,\n", "key 'k' is already that of line 2", 3),
        (HEADER + "\na.txt,b,,,,,,,\nb.txt,,,,,,,,\n", "key 'b' is already", 3),
        (HEADER + "\na.txt,,04.09.2019,,,,,,\n", "no date", 2),
        (HEADER + "\na.txt,,2019-02-30,,,,,,\n", "no date", 2),
        (HEADER + "\na.txt,,--06-19,,,,,,\n", "no date", 2),
        (HEADER + "\na.txt,,,,,,,deleted,\n", "unknown status 'deleted'", 2),
        (HEADER + "\na.txt,,,,,,,retracted,\n", "without a reason", 2),
        (HEADER + "\na.txt,,,,,example.org/a b,,,\n", "no web address", 2),
        (HEADER + "\na.txt,a b,,,,,,,\n", "key 'a b'", 2),
        (HEADER + '\na.txt,,,"Titel\nzwei",,,,,\nc.txt,,,,,,,,\n', "no file 'c.txt'", 4),
        (HEADER + "\nsub/a.txt,,,,,,,,\n", "no file name", 2),
        (HEADER.encode() + b"\na.txt,,,K\xf6ln,,,,,\n", "is not UTF-8", 2),
    ],
)
def test_malformed_table(tmp_path: Path, text: str | bytes, message: str, line: int | None) -> None:
    """Each mistake is told with its line and what to do."""
    path = table(tmp_path, text)
    with pytest.raises(TableError) as error:
        read_table(path)
    assert message in error.value.message
    assert (error.value.path, error.value.line) == (path, line)
    assert error.value.remedy


def test_missing_table(tmp_path: Path) -> None:
    """A table that is named and not there is an error."""
    with pytest.raises(TableError, match="cannot be read"):
        read_table(tmp_path / "releases.csv")


def test_shipped_releases() -> None:
    """The five releases and their table read without complaint."""
    rows = read_table(resources.releases().parent / "releases.csv")
    files = find_releases([resources.releases()])
    assert {path.name for path in files} == set(rows)
    assert len(check_keys(files, rows)) == 5
    assert all(read_release(path, row_of(path, rows)).stated == {} for path in files)
