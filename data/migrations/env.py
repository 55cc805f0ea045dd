"""Run the migrations on a connection that the caller opened (there is no alembic.ini).

The caller owns the transaction: all migrations of one opening succeed together or not at all.
"""

from alembic import context

from data.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a column by making the table again
)
context.run_migrations()
