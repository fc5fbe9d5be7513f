"""The database: connection, models, migrations and one module of queries per subject."""
