"""What must outlive the machine: the ledger and the few files of the state that nothing makes anew, in one folder or tar file."""
