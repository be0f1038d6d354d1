"""The limit beside our mails: one text again and again over one connection, with nothing kept."""

import smtplib
import sys
from pathlib import Path

if __name__ == "__main__":
    text, mails = Path(sys.argv[2]).read_bytes(), int(sys.argv[3])
    with smtplib.SMTP("127.0.0.1", int(sys.argv[1])) as server:
        for number in range(mails):
            server.sendmail("turnout@example.org", [f"fan{number}@example.org"], text)
