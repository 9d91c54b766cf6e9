"""Records that ship with the program: real contacts, and a made-up sample district."""
