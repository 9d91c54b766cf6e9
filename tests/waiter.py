"""A program for tests of the watcher: waits for the go-ahead, then says that it went on."""

from bot.go_ahead import wait_for_go_ahead

if __name__ == "__main__":
    print("read", flush=True)
    wait_for_go_ahead()
    print("went on", flush=True)
