"""The truth of what went out: claims, attempts, receipts and approvals, kept by SQLAlchemy.

`claims` writes what happens to deliveries, `memory` what was seen and approved in the sheets, and `views` only reads. `database`
opens and migrates; `tables` and `migrations` are the schema.
"""
