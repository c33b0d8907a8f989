#include "http/answer.h"

#include <zlib.h>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "http/gzip.h"

using namespace citacal;
using namespace citacal::http;

namespace {

core::Request asking(const char* method, const char* accept_encoding = nullptr) {
  core::Request request;
  request.method = method;
  if (accept_encoding != nullptr) request.headers.add("Accept-Encoding", accept_encoding);
  return request;
}

core::Response feed(std::size_t size = 5000) {
  auto response = core::Response::of(200, "text/calendar; charset=utf-8", std::string(size, 'a'));
  response.headers.add("ETag", "\"x1\"");
  return response;
}

Answer composed(const core::Request& request, const core::Response& response) {
  if (needs_gzip(request, response)) make_gzip(response);
  Terms terms;
  terms.date = "Mon, 23 Nov 2026 15:00:00 GMT";
  return compose(request, response, terms);
}

bool has(const Answer& answer, const std::string& line) {
  return answer.head.find("\r\n" + line + "\r\n") != std::string::npos;
}

bool names(const Answer& answer, const std::string& field) {
  return answer.head.find("\r\n" + field + ":") != std::string::npos;
}

std::string unzipped(std::string_view bytes) {
  z_stream stream{};
  std::string out(100'000, '\0');
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

}  // namespace

TEST_CASE("gzip is chosen by weight, type and size") {
  CHECK(accepts_gzip("gzip"));
  CHECK(accepts_gzip("br;q=1.0, GZIP;q=0.1"));
  CHECK(accepts_gzip("*"));
  CHECK_FALSE(accepts_gzip("*, gzip;q=0"));
  CHECK_FALSE(accepts_gzip("gzip ; Q=0.000, *"));
  CHECK_FALSE(accepts_gzip("identity, br"));
  CHECK_FALSE(accepts_gzip(""));
  for (const char* type : {"text/calendar; charset=utf-8", "TEXT/html", "application/json",
                           "application/problem+json", "application/atom+xml", "image/svg+xml"})
    CHECK(is_compressible(type));
  for (const char* type : {"image/png", "application/pdf", "application/jsonp", "x/y+json", ""})
    CHECK_FALSE(is_compressible(type));
  CHECK(needs_gzip(asking("GET", "gzip"), feed(kGzipFrom)));
  CHECK_FALSE(needs_gzip(asking("GET", "gzip"), feed(kGzipFrom - 1)));
  CHECK_FALSE(needs_gzip(asking("GET"), feed()));
}

TEST_CASE("the compressed form has its own length and tag, and both say Vary") {
  const auto response = feed();
  const auto plain = composed(asking("GET"), response);
  CHECK(has(plain, "ETag: \"x1\""));
  CHECK(has(plain, "Vary: Accept-Encoding"));
  CHECK(has(plain, "Content-Length: 5000"));
  CHECK_FALSE(names(plain, "Content-Encoding"));
  CHECK(plain.payload.data() == response.body->bytes().data());

  const auto zipped = composed(asking("GET", "gzip"), response);
  CHECK(has(zipped, "ETag: \"x1-gz\""));
  CHECK(has(zipped, "Vary: Accept-Encoding"));
  CHECK(has(zipped, "Content-Encoding: gzip"));
  CHECK(has(zipped, "Content-Length: " + std::to_string(zipped.payload.size())));
  CHECK(zipped.payload.size() < 200);
  CHECK(unzipped(zipped.payload) == response.body->bytes());
  const auto again = composed(asking("GET", "gzip"), response);
  CHECK(again.payload.data() == zipped.payload.data());

  const auto head = composed(asking("HEAD", "gzip"), response);
  CHECK(head.head == zipped.head);
  CHECK(head.payload.empty());
}

TEST_CASE("a weak tag, a coded body and no-transform are left alone") {
  auto weak = feed();
  weak.headers.set("ETag", "W/\"x1\"");
  CHECK(has(composed(asking("GET", "gzip"), weak), "ETag: W/\"x1\""));
  auto coded = feed();
  coded.headers.add("Content-Encoding", "br");
  CHECK_FALSE(names(composed(asking("GET", "gzip"), coded), "Vary"));
  auto fixed = feed();
  fixed.headers.add("Cache-Control", "no-transform");
  CHECK(has(composed(asking("GET", "gzip"), fixed), "Content-Length: 5000"));
}

TEST_CASE("304 and 204 have neither body nor length, and 304 the tag of its 200") {
  auto unchanged = feed();
  unchanged.status = 304;
  const auto plain = composed(asking("GET"), unchanged);
  CHECK(plain.head.starts_with("HTTP/1.1 304 Not Modified\r\n"));
  CHECK(plain.payload.empty());
  CHECK_FALSE(names(plain, "Content-Length"));
  CHECK(has(plain, "ETag: \"x1\""));
  CHECK(has(plain, "Vary: Accept-Encoding"));
  CHECK(has(composed(asking("GET", "gzip"), unchanged), "ETag: \"x1-gz\""));
  CHECK_FALSE(names(composed(asking("GET", "gzip"), unchanged), "Content-Encoding"));
  CHECK_FALSE(unchanged.body->has_gzip());
  core::Response nothing;
  nothing.status = 204;
  CHECK_FALSE(names(composed(asking("DELETE"), nothing), "Content-Length"));
  nothing.status = 200;
  CHECK(has(composed(asking("GET"), nothing), "Content-Length: 0"));
}

TEST_CASE("a handler's headers keep their order and number, but do not split the answer") {
  auto response = feed(3);
  response.headers.add("Set-Cookie", "a=1");
  response.headers.add("Set-Cookie", "b=2");
  response.headers.add("content-length", "99");
  response.headers.add("Connection", "upgrade");
  const auto answer = composed(asking("GET"), response);
  CHECK(answer.head.find("Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n") != std::string::npos);
  CHECK(answer.head.find("99") == std::string::npos);
  CHECK(answer.head.find("upgrade") == std::string::npos);
  auto split = feed();
  split.headers.add("Location", "/a\r\nSet-Cookie: c=3");
  CHECK_THROWS_AS(composed(asking("GET"), split), core::Error);
  auto named = feed();
  named.headers.add("X: y\r\nZ", "1");
  CHECK_THROWS_AS(composed(asking("GET"), named), core::Error);
}
