"""A store in a folder: written once, read beside others, and what is told of a damaged one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adrgraph.errors import StoreError
from adrgraph.store import LocalStore, in_memory, load, open_store, write_store
from tests.test_store import world

if TYPE_CHECKING:
    from pathlib import Path


def test_missing_folder(tmp_path: Path) -> None:
    """A folder that does not exist is not made, and the remedy is named."""
    with pytest.raises(StoreError, match=r"There is no store in .*adrgraph build"):
        open_store(f"file:{tmp_path / 'none'}")

    assert not (tmp_path / "none").exists()


def test_corrupt_folder(tmp_path: Path) -> None:
    """A damaged store is named, with the remedy."""
    write_store(tmp_path / "store", world())
    (tmp_path / "store" / "CURRENT").write_text("damaged")

    with pytest.raises(StoreError, match="Remove it and build it again"):
        open_store(f"file:{tmp_path / 'store'}")


def test_file_as_folder(tmp_path: Path) -> None:
    """A file is no store."""
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(f"file:{tmp_path / 'file'}")


def test_file_url(tmp_path: Path) -> None:
    """A folder may be written as a URL, escapes and all."""
    write_store(tmp_path / "a b", world())

    assert len(list(open_store(f"{(tmp_path / 'a b').as_uri()}").dump())) == len(world())


def test_written_once(tmp_path: Path) -> None:
    """A store is written into a fresh folder, never over another."""
    write_store(tmp_path / "store", world())

    with pytest.raises(StoreError, match="holds something already"):
        write_store(tmp_path / "store", world())


def test_unwritable(tmp_path: Path) -> None:
    """A folder that cannot be made is named."""
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="cannot be written"):
        write_store(tmp_path / "file" / "store", world())


def test_read_only_on_disk(tmp_path: Path) -> None:
    """A folder is opened for reading beside others that read it."""
    write_store(tmp_path / "store", world())
    stores = [open_store(f"file:{tmp_path / 'store'}") for _ in range(2)]

    assert [len(list(store.dump())) for store in stores] == [len(world())] * 2
    assert all(isinstance(store, LocalStore) for store in stores)


def test_read_into_memory(tmp_path: Path) -> None:
    """A folder that is not too large is held in memory; what is in memory stays as it is."""
    write_store(tmp_path / "store", world())
    disk = open_store(f"file:{tmp_path}/store")
    held = in_memory(disk)
    assert isinstance(held, LocalStore)
    assert held.folder == tmp_path / "store"
    assert set(held.dump()) == set(disk.dump())
    assert held is not disk
    assert in_memory(disk, most=10) is disk
    empty = load(())
    assert in_memory(empty) is empty
