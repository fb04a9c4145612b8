"""What every adapter leans on: the one way out, the verdict on a failure, credentials and options."""
