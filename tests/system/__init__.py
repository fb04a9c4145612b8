"""What a person does and sees: the demo and the running house, through Prefect, in a real browser."""
