"""A school's progress as one Parquet file: ``progress/<school code>.parquet``.

A newer file replaces the older one in one step, so gathering twice changes nothing and a reader never meets
half a file.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from curriculum.progress.records import ProgressRecord

_TYPES = {
    "bool": pa.bool_(),
    "int": pa.int32(),
    "float": pa.float64(),
    "float | None": pa.float64(),
    "datetime | None": pa.timestamp("us", tz="UTC"),
    "str": pa.string(),
}
FORMAT = "1"
SCHEMA = pa.schema(
    [(field.name, _TYPES[field.type]) for field in fields(ProgressRecord)],
    metadata={"barmaja.progress": FORMAT},
)
"""The columns of the file, in order: those of ``ProgressRecord``."""


def write_parquet(folder: Path, school_code: str, records: Sequence[ProgressRecord]) -> Path:
    """Publishes the records of a school in ``folder``; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{school_code}.parquet"
    table = pa.Table.from_pylist([asdict(record) for record in records], schema=SCHEMA)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".publishing-")
    try:
        with os.fdopen(handle, "wb") as file:
            pq.write_table(table, file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path
