"""What a trainer hands out: files of exercises and assignments, read, checked, and listed with every problem."""
