"""The truth of what went out: claims, attempts, receipts and approvals, kept by SQLAlchemy."""
