"""Alembic migrations; `data.store` runs them when a database is opened."""
