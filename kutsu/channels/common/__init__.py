"""What every adapter leans on: the verdict on a failure, credentials and options."""
