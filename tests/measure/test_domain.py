"""A domain's records, served by a real DNS server, and the record to publish for each fault."""

import dns.asyncresolver
import pytest

from tests.servers.process import Place, Running, free_ports
from tests.servers.programs import program, reason_to_skip
from wizard.judge.domain import DomainFinding, judge_domain
from wizard.measure.domain import read_domain, tree_walk
from wizard.messages import ENGLISH
from wizard.vocabulary import Verdict

pytestmark = pytest.mark.servers

KEY_2048 = "A" * 392
KEY_1024 = "A" * 216

RECORDS = f"""
good.test. SOA ns.good.test. root.good.test. 1 3600 600 86400 60
good.test. MX 10 mx.good.test.
good.test. TXT "v=spf1 mx include:spf.provider.test -all"
spf.provider.test. TXT "v=spf1 ip4:198.51.100.0/24 -all"
mx.good.test. A 198.51.100.25
25.100.51.198.in-addr.arpa. PTR mx.good.test.
_dmarc.good.test. TXT "v=DMARC1; p=reject"
default._domainkey.good.test. TXT "v=DKIM1; k=rsa; " "p={KEY_2048[:200]}" "{KEY_2048[200:]}"
_mta-sts.good.test. TXT "v=STSv1; id=20260101"
_smtp._tls.good.test. TXT "v=TLSRPTv1; rua=mailto:t@good.test"

bare.test. SOA ns.bare.test. root.bare.test. 1 3600 600 86400 60
bare.test. MX 10 mx.bare.test.
mx.bare.test. A 198.51.100.26

two.test. SOA ns.two.test. root.two.test. 1 3600 600 86400 60
two.test. TXT "v=spf1 ip4:198.51.100.1 ~all"
two.test. TXT "v=spf1 include:spf.provider.test -all"
_dmarc.two.test. TXT "v=DMARC1; p=none"
_dmarc.two.test. TXT "v=DMARC1; p=reject"

all.test. SOA ns.all.test. root.all.test. 1 3600 600 86400 60
all.test. TXT "v=spf1 a +all"
all.test. A 198.51.100.30
_dmarc.all.test. TXT "v=DMARC1; p=none; rua=mailto:r@all.test"
short._domainkey.all.test. TXT "v=DKIM1; p={KEY_1024}"

deep.test. SOA ns.deep.test. root.deep.test. 1 3600 600 86400 60
deep.test. TXT "v=spf1 include:n0.test include:n4.test include:n8.test a mx ~all"
{"".join(f'n{i}.test. TXT "v=spf1 include:n{i + 1}.test ~all"' + chr(10) for i in range(11))}
n11.test. TXT "v=spf1 ip4:198.51.100.9 ~all"

void.test. SOA ns.void.test. root.void.test. 1 3600 600 86400 60
void.test. TXT "v=spf1 a:x.void.test a:y.void.test a:z.void.test ip4:198.51.100.7 ~all"

gone.test. SOA ns.gone.test. root.gone.test. 1 3600 600 86400 60
gone.test. TXT "v=spf1 include:nobody.test ip4:198.51.100.7 ~all"

typo.test. SOA ns.typo.test. root.typo.test. 1 3600 600 86400 60
typo.test. TXT "v=spf1 ipv4:198.51.100.7 ~all"
loop.test. SOA ns.loop.test. root.loop.test. 1 3600 600 86400 60
loop.test. TXT "v=spf1 include:loop.test ~all"
space.test. SOA ns.space.test. root.space.test. 1 3600 600 86400 60
space.test. TXT " v=spf1 -all"
"""


@pytest.fixture(scope="module")
def resolver(tmp_path_factory: pytest.TempPathFactory):
    reason = reason_to_skip("unbound")
    if reason:
        pytest.skip(reason)
    unbound = str(program("unbound"))
    folder = tmp_path_factory.mktemp("dns")
    (port,) = free_ports(1)
    data = "\n".join(
        f"local-data: '{line}'" for line in RECORDS.strip().splitlines() if line.strip()
    )
    (folder / "unbound.conf").write_text(
        f"""server:
    interface: 127.0.0.1@{port}
    do-daemonize: no
    use-syslog: no
    username: ""
    chroot: ""
    pidfile: ""
    directory: "{folder}"
    local-zone: "test." static
    local-zone: "100.51.198.in-addr.arpa." static
    {data}
remote-control:
    control-enable: no
"""
    )
    place = Place(folder)
    with Running(
        place,
        [unbound, "-d", "-c", folder / "unbound.conf"],
        name="unbound",
        listening=[("127.0.0.1", port)],
    ):
        resolver = dns.asyncresolver.Resolver(configure=False)
        resolver.nameservers = ["127.0.0.1"]
        resolver.port = port
        yield resolver


async def findings(resolver, domain: str, **more) -> dict[str, DomainFinding]:
    return {f.id: f for f in judge_domain(await read_domain(domain, resolver=resolver, **more))}


async def test_a_domain_in_order_has_nothing_to_change(resolver):
    found = await findings(resolver, "good.test")
    assert {f.verdict for f in found.values()} == {Verdict.FINE}
    assert {
        "domain.spf_fine",
        "domain.dkim_fine",
        "domain.dmarc_fine",
        "domain.reverse_fine",
    } <= set(found)


async def test_a_domain_without_records_is_told_which_to_publish(resolver):
    found = await findings(resolver, "bare.test")
    assert found["domain.spf_missing"].record == "v=spf1 mx ~all"
    assert found["domain.dmarc_missing"].record.startswith("v=DMARC1; p=none")
    assert found["domain.dmarc_missing"].record_name == "_dmarc.bare.test"
    assert "domain.dkim_missing" in found
    assert found["domain.reverse_missing"].record == "PTR mx.bare.test."


async def test_several_records_become_one(resolver):
    found = await findings(resolver, "two.test")
    joined = "v=spf1 include:spf.provider.test ip4:198.51.100.1 -all"
    assert found["domain.spf_several"].record == joined
    assert "domain.dmarc_several" in found


async def test_a_record_that_allows_everybody(resolver):
    found = await findings(resolver, "all.test", selectors=["short"])
    assert found["domain.spf_allows_all"].record == "v=spf1 a ~all"
    assert found["domain.dmarc_watching"].record == (
        "v=DMARC1; p=quarantine; rua=mailto:r@all.test"
    )
    assert "domain.dkim_weak" in found


async def test_the_limits_of_rfc_7208(resolver):
    assert "domain.spf_lookups" in await findings(resolver, "deep.test")
    void = (await findings(resolver, "void.test"))["domain.spf_void"]
    assert void.record == "v=spf1 ip4:198.51.100.7 ~all"
    gone = (await findings(resolver, "gone.test"))["domain.spf_include_without_record"]
    assert gone.record == "v=spf1 ip4:198.51.100.7 ~all"


async def test_broken_records(resolver):
    assert (await findings(resolver, "typo.test"))["domain.spf_unreadable"].record == "v=spf1 ~all"
    assert "domain.spf_missing" in await findings(resolver, "space.test")
    assert await findings(resolver, "loop.test")


async def test_a_domain_that_does_not_exist(resolver):
    assert set(await findings(resolver, "nobody.test")) == {"domain.missing"}


async def test_every_finding_that_is_not_fine_says_what_to_do(resolver):
    for domain in ("bare.test", "two.test", "all.test", "deep.test", "void.test", "typo.test"):
        for found in (await findings(resolver, domain)).values():
            assert ENGLISH.render(found.title)
            assert ENGLISH.render(found.meaning)
            if found.verdict is not Verdict.FINE:
                assert found.next is not None
                assert ENGLISH.render(found.next)


async def test_a_resolver_that_does_not_answer_is_never_called_a_missing_record():
    silent = dns.asyncresolver.Resolver(configure=False)
    silent.nameservers = ["127.0.0.1"]
    silent.port = free_ports(1)[0]
    silent.lifetime = 0.2
    facts = await read_domain("good.test", resolver=silent)
    verdicts = {found.verdict for found in judge_domain(facts)}
    assert verdicts == {Verdict.COULD_NOT_CHECK}


def test_the_tree_walk_asks_the_domain_and_its_parents():
    assert list(tree_walk("mail.example.com")) == ["mail.example.com", "example.com", "com"]
    deep = ".".join("abcdefghij") + ".example.com"
    assert len(list(tree_walk(deep))) == 8
