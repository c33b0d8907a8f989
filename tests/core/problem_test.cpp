#include "core/problem.h"

#include <catch2/catch.hpp>
#include <stdexcept>

using namespace citacal::core;

namespace {

bool says(const Response& response, const std::string& part) {
  return response.body->bytes().find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a broken invariant is told in general words and named in the log") {
  Response response;
  try {
    expects(false, "a row is read while it stands");
  } catch (const std::exception& error) {
    response = problem(error, Language::es);
  }
  CHECK(response.status == 500);
  CHECK_FALSE(says(response, "a row is read"));
  CHECK(says(response, "quedó en el registro"));
  CHECK(response.logged_error.find("a row is read while it stands") != std::string::npos);
}

TEST_CASE("an exception that is no Error is a fault of ours, its words are for the log") {
  const auto response = problem(std::runtime_error("secret detail"), Language::en);
  CHECK(response.status == 500);
  CHECK_FALSE(says(response, "secret"));
  CHECK(response.logged_error == "secret detail");
}

TEST_CASE("what the engine said is logged with the message, and is not told") {
  Error error(Code::unavailable, "store-lost", {"No se puede leer.", "Cannot be read."});
  error.log = "disk I/O error";
  error.retry_after_s = 30;
  const auto response = problem(error, Language::en);
  CHECK(says(response, "\"detail\":\"Cannot be read.\",\"code\":\"store-lost\"}"));
  CHECK_FALSE(says(response, "disk"));
  CHECK(response.headers.get("Retry-After") == "30");
  CHECK(response.logged_error == "Cannot be read. (disk I/O error)");
}

TEST_CASE("what is the asker's own is not an error of the log") {
  const Error error(Code::forbidden, "right-missing", {"No.", "No."}, "role");
  const auto response = problem(error, Language::es);
  CHECK(response.status == 403);
  CHECK(says(response, "\"field\":\"role\""));
  CHECK(response.logged_error.empty());
}
