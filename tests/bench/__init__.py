"""How fast Kutsu is, measured from the outside: `make bench` prints figures and keeps them in `bench.json`."""
