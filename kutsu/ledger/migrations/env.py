"""Alembic's entry: runs the revisions on the connection that `Database` opened."""

from alembic import context

from kutsu.ledger.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
context.run_migrations()
