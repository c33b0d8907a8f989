#include "web/multipart.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/request.h"

using namespace citacal;
using web::Part;

namespace {

constexpr web::PartLimits kLimits{3, 4};

std::vector<Part> read(const std::string& body,
                       const std::string& type = "multipart/form-data; boundary=xyz") {
  auto request = test::make_request("POST", "/api/v1/cases/SOL-2026-0001/records",
                                    {{"Content-Type", type}}, body);
  return web::read_multipart(request, kLimits);
}

std::string fault(const std::string& body,
                  const std::string& type = "multipart/form-data; boundary=xyz") {
  try {
    return "read: " + std::to_string(read(body, type).size());
  } catch (const core::Error& error) {
    return error.condition;
  }
}

std::string part(const std::string& disposition, const std::string& content,
                 const std::string& more = {}) {
  return "--xyz\r\nContent-Disposition: form-data; " + disposition + "\r\n" + more + "\r\n" +
         content + "\r\n";
}

std::string file(const std::string& name, const std::string& content) {
  return part("name=\"file\"; filename=\"" + name + "\"", content, "Content-Type: text/plain\r\n");
}

const std::string kEnd = "--xyz--\r\n";

}  // namespace

TEST_CASE("a form is read as browsers and curl write it") {
  const std::string bytes("a\0\r\n--xy\r\n--xz\xff", 15);
  const auto parts =
      read(part("name=\"title\"", "Acta de señal\r\nsegunda línea") +
               file("C:\\actas\\año.txt", bytes) + part("filename=\"\"; name=\"file\"", "") +
               part("name=file; filename=\"a%22b.txt\"", "") + "--xyz--",
           "Multipart/Form-Data; Boundary=\"xyz\"");
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].name == "title");
  CHECK(parts[0].content == "Acta de señal\nsegunda línea");
  CHECK(parts[0].file_name.empty());
  CHECK(parts[1].file_name == "año.txt");
  CHECK(parts[1].media_type == "text/plain");
  CHECK(parts[1].content == bytes);
  CHECK(parts[2].file_name == "a\"b.txt");
  CHECK(parts[2].content.empty());
}

TEST_CASE("a form that is not whole, or says two things, is refused") {
  CHECK(fault(file("a.txt", "x") + kEnd) == "read: 1");
  CHECK(fault("", "application/json") == "not-a-form");
  CHECK(fault(file("a.txt", "x") + kEnd, "multipart/form-data") == "bad-form");
  CHECK(fault(file("a.txt", "x") + kEnd, "multipart/form-data; boundary=xyz; boundary=abc") ==
        "bad-form");
  CHECK(fault(file("a.txt", "x") + kEnd, "multipart/form-data; boundary=\"xyz") == "bad-form");
  CHECK(fault(file("a.txt", "x") + kEnd, "multipart/form-data; boundary=" + std::string(71, 'x')) ==
        "bad-form");
  CHECK(fault("") == "bad-form");
  CHECK(fault("preamble\r\n" + file("a.txt", "x") + kEnd) == "bad-form");
  CHECK(fault(file("a.txt", "x")) == "bad-form");
  CHECK(fault("--xyz\r\n") == "bad-form");
  CHECK(fault("--xyz") == "bad-form");
  CHECK(fault("--xyz\r\n\r\n\r\n--xyz--") == "bad-form");
  CHECK(fault(file("a.txt", "x") + kEnd + "epilogue") == "bad-form");
  CHECK(fault(file("a.txt", "x") + "--xyzz--\r\n" + kEnd) == "bad-form");
  CHECK(fault("--xyz\nContent-Disposition: form-data; name=a\n\nx\n--xyz--") == "bad-form");
  CHECK(fault("--xyz\r\nContent-Type: text/plain\r\n\r\nx\r\n" + kEnd) == "bad-form");
  CHECK(fault("--xyz\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n" + kEnd) ==
        "bad-form");
  CHECK(fault(part("name=a; name=b", "x") + kEnd) == "bad-form");
  CHECK(fault(part("name=\"a", "x") + kEnd) == "bad-form");
  CHECK(fault(part("filename=a.txt", "x") + kEnd) == "bad-form");
  CHECK(fault(part("name=file; filename=a.txt; filename*=UTF-8''b.exe", "x") + kEnd) == "bad-form");
  CHECK(fault(part("name=a", "x", "Content-Disposition: form-data; name=b\r\n") + kEnd) ==
        "bad-form");
  CHECK(fault(part("name=a", "eA==", "Content-Transfer-Encoding: base64\r\n") + kEnd) ==
        "bad-form");
  CHECK(fault(part("name=a", "x", "X: " + std::string(5'000, 'x') + "\r\n") + kEnd) == "bad-form");
  std::string many;
  for (int i = 0; i < 9; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
  CHECK(fault(part("name=a", "x", many) + kEnd) == "bad-form");
}

TEST_CASE("a form is held to its limits, and its texts to being texts") {
  std::string files, fields;
  for (int i = 0; i < 4; ++i) files += file("a.txt", "x");
  for (int i = 0; i < 5; ++i) fields += part("name=a" + std::to_string(i), "x");
  CHECK(fault(files + kEnd) == "form-too-large");
  CHECK(fault(fields + kEnd) == "form-too-large");
  CHECK(fault(part("name=a", std::string(17'000, 'x')) + kEnd) == "form-too-large");
  CHECK(fault(part("name=other; filename=a.txt", "x") + kEnd) == "unknown-field");
  CHECK(fault(part("name=a", "\xff") + kEnd).starts_with("read") == false);
  CHECK(fault(part("name=a", std::string("x\0y", 3)) + kEnd).starts_with("read") == false);
  CHECK(fault(part("name=\"file\"; filename=\"\"", "x") + kEnd) == "missing");
  CHECK(fault(file("a\tb.txt", "x") + kEnd).starts_with("read") == false);
}
