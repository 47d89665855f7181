"""What a history server answers: bytes that say for whom they are."""

import hashlib


def content(namespace, number, size):
    """Bytes that only this request of this tenant may be answered with."""
    line = f"{namespace} {number}\n".encode()
    return (line * (size // len(line) + 1))[:size]


def digest(body):
    return hashlib.sha256(body).hexdigest()
