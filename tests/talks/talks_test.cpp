// Every *.talk file beside this one is a test case of its own, found when the program starts.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <vector>

#include "support/talk.h"

using namespace citacal;

namespace {

const std::filesystem::path kHere = "tests/talks";  // tests run at the top of the checkout

class HeldTalk final : public Catch::ITestInvoker {
 public:
  explicit HeldTalk(std::string path) : path_(std::move(path)) {}
  void invoke() const override {
    try {
      test::hold_talk(".", path_);
      SUCCEED();
    } catch (const test::TalkFailure& failure) {
      FAIL(failure.what());
    }
  }

 private:
  std::string path_;
};

std::vector<std::filesystem::path> talks() {
  std::vector<std::filesystem::path> all;
  for (const auto& entry : std::filesystem::directory_iterator(kHere))
    if (entry.path().extension() == ".talk") all.push_back(entry.path());
  std::sort(all.begin(), all.end());
  return all;
}

const int kRegistered = [] {
  for (const auto& path : talks())
    Catch::AutoReg(new HeldTalk(path), CATCH_INTERNAL_LINEINFO, Catch::StringRef(),
                   Catch::NameAndTags("talk: " + path.stem().string()));
  return 0;
}();

}  // namespace

TEST_CASE("there are talks, and a talk that goes wrong says where") {
  CHECK(talks().size() >= 4);
  const auto path = std::filesystem::temp_directory_path() / "citacal-wrong.talk";
  std::ofstream(path) << "# one\nas coordinadora\nGET /api/v1/me\nexpect 404\n";
  try {
    test::hold_talk(".", path);
    FAIL("the talk held");
  } catch (const test::TalkFailure& failure) {
    CHECK_THAT(failure.what(), Catch::Contains("citacal-wrong.talk:4: the answer is 200"));
  }
  std::filesystem::remove(path);
}
