"""`kg serve` fuzzed: requests made from its OpenAPI document, and requests that are none.

`KG_FUZZ_EXAMPLES` sets how many are made for each operation (by default few, so that the tests stay quick).
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from serving import Client, five_releases, serving

EXAMPLES = int(os.environ.get("KG_FUZZ_EXAMPLES", "15"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server on the five releases."""
    folder = tmp_path_factory.mktemp("fuzz")
    with serving(five_releases(folder), "--timeout", "2", folder=folder) as running:
        _wait_for_dumps(running)
        yield running
        running.alive()
        assert running.log
        assert "a fault of the server" not in running.log.read_text("utf-8")


def _wait_for_dumps(client: Client) -> None:
    """Until they are written, they are answered with 503, which would be taken for a fault."""
    end = time.monotonic() + 30
    while client("/export/SHA256SUMS").status != 200:
        assert time.monotonic() < end
        time.sleep(0.2)


def test_every_answer_is_as_the_document_says(client: Client) -> None:
    """Status, media type, body and headers of whatever is asked of each operation; never a fault."""
    schema = schemathesis.openapi.from_dict(client("/openapi.json").json)
    base = f"http://127.0.0.1:{client.port}"
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 40
    for operation in operations:

        @given(operation.as_strategy())
        @settings(
            max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None
        )
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(base_url=base, checks=CHECKS)

        ask()


REQUEST = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nAccept: */*\r\nConnection: close\r\n\r\n"


@given(st.data())
@settings(max_examples=10 * EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_bytes_are_answered_or_given_up(client: Client, data: st.DataObject) -> None:
    """A request in which bytes are changed, left out, doubled or put in: an answer of HTTP, or the end."""
    raw = bytearray(REQUEST)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    try:
        answer = client.raw(bytes(raw), wait=0.3)
    except OSError:
        return
    assert not answer or re.match(rb"HTTP/1\.[01] \d\d\d ", answer)
