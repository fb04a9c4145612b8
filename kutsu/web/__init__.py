"""The few public endpoints: for now the site as files, for machines that have no web server of their own."""
