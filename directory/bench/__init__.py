"""A made-up country of services, to measure the directory at the size of the real one."""
