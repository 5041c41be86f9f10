"""A table of every step that follows the playhead."""

from playground.app.table.rows_model import RowsModel as RowsModel
from playground.app.table.rows_table import RowsTable as RowsTable
