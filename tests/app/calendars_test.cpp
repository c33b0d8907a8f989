#include "app/calendars.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "app/problems.h"

using namespace citacal;
using namespace citacal::app;

namespace {

// A folder with one file, gone at the end.
struct Folder {
  explicit Folder(const std::string& text) {
    std::filesystem::create_directories(path);
    std::ofstream(path / "uno.toml") << text;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string refusal() const {
    try {
      read_calendars(path.string());
    } catch (const core::Error& error) {
      return error.message.es;
    }
    return "";
  }
  std::filesystem::path path = std::filesystem::temp_directory_path() / "citacal-calendars-test";
};

constexpr const char* kGood =
    "id = \"uno\"\ntitle.es = \"Uno\"\ntitle.en = \"One\"\ncolour = \"#123456\"\n"
    "audience = \"everyone\"\n";

}  // namespace

TEST_CASE("The calendars that are shipped are the ones that the institute needs") {
  const auto calendars = read_calendars("calendars");
  std::vector<std::string> ids;
  for (const auto& one : calendars.definitions) ids.push_back(one.id);
  CHECK(ids == std::vector<std::string>{"contractor-{key}", "holidays", "institute", "network"});
  CHECK(calendars.holidays.size() == 19);
  const auto& network = calendars.definitions[3];
  CHECK(network.audience == domain::Audience::everyone);
  CHECK(network.affects_network == true);
  CHECK(calendars.definitions[0].each_contractor);
  CHECK(calendars.definitions[0].audience == domain::Audience::contractor);
}

TEST_CASE("A calendar that is wrong is refused with file, line and what is right") {
  CHECK(Folder(kGood).refusal().empty());
  const auto with = [](const std::string& more) { return Folder(kGood + more).refusal(); };
  CHECK(with("past_day = 3\n")
            .find("uno.toml:6:1: «past_day»: no se conoce; ¿quiso decir "
                  "«past_days»?") != std::string::npos);
  CHECK(with("kind = \"otro\"\n").find("uno de scheduled | failure") != std::string::npos);
  CHECK(with("refresh_minutes = 0\n").find("1 a 10080") != std::string::npos);
  CHECK(with("[[holiday]]\nkey = \"x\"\nname.es = \"X\"\nname.en = \"X\"\nrule = \"fixed\"\n"
             "month = 2\nday = 30\n")
            .find("«day»") != std::string::npos);
  CHECK(with("[[holiday]]\nkey = \"x\"\nname.es = \"X\"\nname.en = \"X\"\nrule = \"easter\"\n"
             "month = 2\n")
            .find("«offset»") != std::string::npos);
}

TEST_CASE("A folder without calendars, or none at all, is refused") {
  const Folder folder(kGood);
  std::filesystem::remove(folder.path / "uno.toml");
  CHECK(folder.refusal().find("se esperan de 1 a 200") != std::string::npos);
  CHECK_THROWS_AS(read_calendars("/nonexistent"), core::Error);
}

TEST_CASE("Two calendars with one id are refused") {
  const Folder folder(kGood);
  std::ofstream(folder.path / "dos.toml") << kGood;
  CHECK(folder.refusal().find("«uno» está dos veces") != std::string::npos);
}
