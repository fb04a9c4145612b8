"""The supervisor of `kutsu up`."""
