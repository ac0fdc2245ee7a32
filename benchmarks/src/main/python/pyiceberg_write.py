"""PyIceberg's side of a benchmark: pyiceberg_write.py WAREHOUSE ARROW_STREAM. Loads once for each line that it reads, and answers."""

import shutil
import sys

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc
from pyiceberg.catalog.sql import SqlCatalog

warehouse, stream = sys.argv[1], sys.argv[2]
pa.set_cpu_count(1)


def as_kept(column):
    """Iceberg has no unsigned numbers, and format 2 no nanoseconds: what they become is made before anything is timed."""
    if pa.types.is_uint64(column.type):
        return column.cast(pa.int64()).cast(pa.decimal128(20, 0))
    if pa.types.is_uint32(column.type):
        return column.cast(pa.int64())
    if pa.types.is_timestamp(column.type):
        return column.cast(pa.timestamp("us", "UTC"))
    return column


with pa.ipc.open_stream(stream) as reader:
    rows = reader.read_all()
rows = pa.table({name: as_kept(rows[name]).combine_chunks() for name in rows.column_names})
rows = rows.append_column("_amp_batch_id", pa.repeat("00000000000000aa", rows.num_rows))
catalog = SqlCatalog("default", uri=f"sqlite:///{warehouse}/python.db", warehouse=f"file://{warehouse}/python")
catalog.create_namespace("default")
properties = {"format-version": "2", "write.parquet.compression-codec": "zstd", "write.parquet.compression-level": "1"}

print("ready", flush=True)
for number, _ in enumerate(sys.stdin):
    table = catalog.create_table(f"default.logs_{number}", rows.schema, properties=properties)
    table.append(rows)
    shutil.rmtree(f"{warehouse}/python", ignore_errors=True)
    print("done", flush=True)
