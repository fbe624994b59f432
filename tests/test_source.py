import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from refusals import refuses

from xcdata import files
from xcdata.dataset import source
from xcdata.errors import InputError

Write = Callable[[str | bytes], Path]


def test_the_raw_gazette_is_the_one_whose_hash_the_sidecar_names(raw: str) -> None:
    digest = "47f22552a7e54dcd5f4149e213ac911a2aa870efadfcfec260a40e795d94c138"
    assert hashlib.sha256(raw.encode()).hexdigest() == digest == source.read_sidecar()["sha256"]
    assert raw.count("\n") == 2530


def test_an_edited_raw_text_is_refused_with_both_hashes(
    tmp_path: Path, raw: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "raw"
    folder.mkdir()
    sidecar = source.data_dir() / "raw" / "xuchang-gazette-2019.toml"
    (folder / sidecar.name).write_bytes(sidecar.read_bytes())
    (folder / "xuchang-gazette-2019.txt").write_text(raw.replace("22.55", "22.65"), encoding="utf-8")
    monkeypatch.setattr(source, "data_dir", lambda: tmp_path)
    with refuses("raw_text_edited", expected=source.read_sidecar()["sha256"]):
        source.read_raw()
    (folder / "xuchang-gazette-2019.txt").unlink()
    with refuses("file_missing"):
        source.read_raw()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with refuses("file_missing", where=f"{tmp_path}/no.txt"):
        files.read_text(tmp_path / "no.txt")


def test_only_of_our_own_data_git_is_named_where_a_file_is_missing() -> None:
    with refuses("data_file_missing"):
        files.read_text(source.data_dir() / "raw" / "no.txt")


def test_a_directory_is_refused(tmp_path: Path) -> None:
    with refuses("is_folder"):
        files.read_text(tmp_path)


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(written: Write, content: bytes) -> None:
    with refuses("empty_file"):
        files.read_text(written(content))


def test_a_binary_file_is_refused(written: Write) -> None:
    with refuses("binary_file", line=1, found="U+0000"):
        files.read_text(written(b"%PDF-1.4\0\0"))


def test_gb18030_is_read(written: Write, raw: str) -> None:
    assert files.read_text(written(raw.encode("gb18030"))) == raw


def test_utf16_with_a_byte_order_mark_is_read(written: Write) -> None:
    assert files.read_text(written("许昌市".encode("utf-16"))) == "许昌市"


def test_bytes_of_no_encoding_are_refused_with_their_line(written: Write) -> None:
    with refuses("unknown_encoding", line=2):
        files.read_text(written(b"a\n\xff\xff\xff\n"))


def test_a_file_without_end_is_refused_at_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.read_bytes, "__defaults__", (1000,))
    with refuses("file_too_large", most="1,000"):
        files.read_text("/dev/zero")


def test_a_path_that_no_system_takes_is_refused() -> None:
    with refuses("file_unreadable", where="a\0b"):
        files.read_text("a\0b")


def test_a_byte_order_mark_is_no_part_of_the_text(written: Write) -> None:
    assert files.read_text(written(b"\xef\xbb\xbfabc")) == "abc"


def test_a_problem_carries_its_reason_for_machines(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        files.read_text(tmp_path / "no.txt")
    assert [problem.reason for problem in caught.value.problems] == ["unusable file"]
