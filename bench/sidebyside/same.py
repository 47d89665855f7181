"""Whether all proxies do the same, before any of them is measured."""

import hashlib
import http.client

from .proxies import JSON, PAGE, PREFIX, TENANTS

ALICE = TENANTS[0]
HERE = f"{PREFIX}/{ALICE.namespace}"

# What a browser and the mesh in front of the gateway send.
FIELDS = {
    "Host": "kubeflow.example.com",
    "kubeflow-userid": ALICE.user,
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-US,en;q=0.5",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Cookie": "oauth2_proxy_kubeflow=" + "x" * 200,
    "Authorization": "Bearer " + "y" * 200,
    "X-Forwarded-For": "203.0.113.7",
    "X-Forwarded-Proto": "https",
    "X-Request-Id": "6f0c9a0e-4a52-4f0b-9b6e-0d5c1f3a7b21",
}

STRANGER = {**FIELDS, "kubeflow-userid": "mallory@example.com"}
ANONYMOUS = {k: v for k, v in FIELDS.items() if k != "kubeflow-userid"}

# what is asked, by whom, the status that is right, and whether the body has to be the same too
CASES = [
    (f"{HERE}{JSON}", FIELDS, 200, True),
    (f"{HERE}{PAGE}", FIELDS, 200, True),
    (f"{HERE}{PAGE}?completedStages=1&x=%20y", FIELDS, 200, True),
    (f"{HERE}/redirect", FIELDS, 302, False),
    (f"{HERE}/echo?x=1", {**FIELDS, "TE": "trailers", "X-Forwarded-Host": "other.example.com"}, 200, True),
    (f"{HERE}{JSON}", STRANGER, 403, False),
    (f"{PREFIX}/{TENANTS[1].namespace}{JSON}", FIELDS, 403, False),
    (f"{PREFIX}/nobody{JSON}", FIELDS, None, False),
    (f"{HERE}{JSON}", ANONYMOUS, None, False),
    ("/elsewhere", FIELDS, 404, False),
]


def ask(port, path, fields):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
    for name, value in fields.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def check(servers):
    """Ends the program at the first difference."""
    for path, fields, right, same_body in CASES:
        seen = {}
        for server in servers:
            answer, body = ask(server.port, path, fields)
            if right and answer.status != right or not right and answer.status // 100 != 4:
                expected = right or "a refusal"
                raise SystemExit(f"{server.name}: {path} is {answer.status}, not {expected}")
            what = [answer.getheader("Location")]
            if same_body:
                what += [hashlib.sha256(body).hexdigest(), answer.getheader("Content-Type")]
            seen[server.name] = (what, body)
        if len({str(what) for what, _ in seen.values()}) > 1:
            told = "\n".join(f"{name}: {w}\n{b[:2000]!r}" for name, (w, b) in seen.items())
            raise SystemExit(f"not the same answer to {path}:\n{told}")
