"""Prints the rows of a table, a JSON object a line, as PyIceberg reads them: rows.py CATALOG_DB WAREHOUSE TABLE."""

import json
import sys

import pyarrow as pa
from pyiceberg.catalog.sql import SqlCatalog

catalog_db, warehouse, table = sys.argv[1:]
catalog = SqlCatalog("default", uri=f"sqlite:///{catalog_db}", warehouse=f"file://{warehouse}")
rows = catalog.load_table(("default", table)).scan().to_arrow()


def plain(value):
    if isinstance(value, bytes):
        return "0x" + value.hex()
    return None if value is None else str(value)


columns = {}
for name, column in zip(rows.column_names, rows.columns):
    # Timestamps as what they are counted in, since Python's own have no nanoseconds.
    if str(column.type).startswith("timestamp"):
        column = column.cast(pa.timestamp("ns", column.type.tz)).cast(pa.int64())
    columns[name] = [plain(value.as_py()) for value in column]
for i in range(rows.num_rows):
    print(json.dumps({name: values[i] for name, values in columns.items()}))
