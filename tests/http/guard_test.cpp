#include "http/guard.h"

#include <catch2/catch.hpp>

#include "http/origin.h"

using namespace citacal;
using namespace citacal::http;

namespace {

core::Headers headers(std::initializer_list<std::pair<const char*, const char*>> fields) {
  core::Headers out;
  for (const auto& [name, value] : fields) out.add(name, value);
  return out;
}

int octets(std::string_view head) {
  const auto refusal = check_octets(head);
  return refusal ? refusal->status : 0;
}

int framing(const core::Headers& fields, bool http_1_0 = false) {
  const auto refusal = check_framing(fields, http_1_0);
  return refusal ? refusal->status : 0;
}

}  // namespace

TEST_CASE("a head of clean lines passes, one with odd octets does not") {
  using namespace std::string_view_literals;
  CHECK(octets("GET / HTTP/1.1\r\nHost: a\r\nX: tab\there \xC3\xB1\r\n\r\n") == 0);
  CHECK(octets("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n"sv) == 400);
  CHECK(octets("GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n") == 400);
  CHECK(octets("GET / HTTP/1.1\nHost: a\r\n\r\n") == 400);
  CHECK(octets("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n") == 400);
  CHECK(octets("GET / HTTP/1.1\r\nHost : a\r\n\r\n") == 400);
  CHECK(octets("GET / HTTP/1.1\r\nHost: a\x7F\r\n\r\n") == 400);
  std::string many = "GET / HTTP/1.1\r\n";
  for (std::size_t i = 0; i < kFieldsMax; ++i) many += "A: b\r\n";
  CHECK(octets(many + "\r\n") == 0);
  CHECK(octets(many + "A: b\r\n\r\n") == 431);
}

TEST_CASE("there is one Host, and it is a host") {
  CHECK(framing(headers({{"host", "citas.example:8080"}})) == 0);
  CHECK(framing(headers({{"Host", "[::1]:8080"}})) == 0);
  CHECK(framing(headers({{"Host", ""}})) == 0);
  CHECK(framing(headers({})) == 400);
  CHECK(framing(headers({}), true) == 0);
  CHECK(framing(headers({{"Host", "a"}, {"HOST", "a"}})) == 400);
  CHECK(framing(headers({{"Host", "a b"}})) == 400);
  CHECK(framing(headers({{"Host", "a/b"}})) == 400);
}

TEST_CASE("the body's end is said once and plainly") {
  const auto with = [](std::initializer_list<std::pair<const char*, const char*>> fields) {
    auto all = headers(fields);
    all.add("Host", "a");
    return framing(all);
  };
  CHECK(with({{"Content-Length", "0"}}) == 0);
  CHECK(with({{"Transfer-Encoding", "Chunked"}}) == 0);
  for (const char* length :
       {"+5", "-5", " 5", "5 ", "0x5", "5,5", "", "5a", "99999999999999999999"})
    CHECK(with({{"Content-Length", length}}) == 400);
  CHECK(with({{"Content-Length", "5"}, {"Content-Length", "5"}}) == 400);
  CHECK(with({{"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}}) == 400);
  CHECK(with({{"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}}) == 400);
  for (const char* coding : {"xchunked", "chunkedx", "gzip, chunked", "chunked, identity",
                             "identity", "\"chunked\"", "chunked;a=b", ""})
    CHECK(with({{"Transfer-Encoding", coding}}) == 400);
  CHECK(framing(headers({{"Transfer-Encoding", "chunked"}}), true) == 400);
  CHECK(with({{"Expect", "100-Continue"}}) == 0);
  CHECK(with({{"Expect", "200-ok"}}) == 417);
}

TEST_CASE("an absolute target gives the path and the Host") {
  core::Request request;
  request.target = "HTTP://citas.example:81/feeds/a.ics?b=c";
  request.headers.add("Host", "other");
  use_absolute_form(request);
  CHECK(request.target == "/feeds/a.ics?b=c");
  CHECK(request.headers.get("host") == "citas.example:81");
  request.target = "https://citas.example?x";
  use_absolute_form(request);
  CHECK(request.target == "/?x");
  request.target = "/path?u=http://a/b";
  use_absolute_form(request);
  CHECK(request.target == "/path?u=http://a/b");
}

TEST_CASE("addresses have one form") {
  CHECK(normal_address("192.0.2.1") == "192.0.2.1");
  CHECK(normal_address("::ffff:192.0.2.1") == "192.0.2.1");
  CHECK(normal_address("[2001:DB8::0001]") == "2001:db8::1");
  CHECK(normal_address("192.0.2.1:80").empty());
  CHECK(normal_address("unknown").empty());
}

TEST_CASE("only a trusted proxy is believed about who asks") {
  const std::vector<std::string> trusted{"10.0.0.1", "10.0.0.2"};
  const auto sent = headers({{"X-Forwarded-For", "6.6.6.6, 192.0.2.7"},
                             {"X-Forwarded-For", "10.0.0.2"},
                             {"X-Forwarded-Proto", "https"}});
  const auto stranger = origin_of(sent, "192.0.2.99", false, trusted);
  CHECK(stranger.peer == "192.0.2.99");
  CHECK_FALSE(stranger.secure);
  const auto proxied = origin_of(sent, "10.0.0.1", false, trusted);
  CHECK(proxied.peer == "192.0.2.7");
  CHECK(proxied.secure);
  const auto garbage = headers({{"X-Forwarded-For", "192.0.2.7, <script>"}});
  CHECK(origin_of(garbage, "10.0.0.1", true, trusted).peer == "10.0.0.1");
  CHECK(origin_of(garbage, "10.0.0.1", true, trusted).secure);
}
