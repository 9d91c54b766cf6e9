"""Reading and writing the Human Services Data Specification, 3.0 and its elders."""
