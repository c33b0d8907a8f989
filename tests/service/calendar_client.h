// A calendar program in miniature: it reads an object, changes lines of it as programs do, and puts
// it back.
#pragma once

#include <string>

#include "service/object.h"
#include "support/office.h"

namespace citacal::test {

// Lines without their folds, so that they can be found and replaced.
inline std::string unfolded_lines(std::string text) {
  for (auto i = text.find("\r\n "); i != std::string::npos; i = text.find("\r\n ", i))
    text.erase(i, 3);
  return text;
}

// The text with the first line that begins with `start` replaced ("": left out).
inline std::string with_line(std::string text, const std::string& start, const std::string& line) {
  auto from = text.find("\r\n" + start);
  if (from == std::string::npos) throw std::runtime_error("no line " + start);
  from += 2;
  const auto until = text.find("\r\n", from) + 2;
  text.replace(from, until - from, line.empty() ? "" : line + "\r\n");
  return text;
}

// The text with a line more in its first component of that name.
inline std::string with_more(std::string text, const std::string& line,
                             const std::string& component = "VEVENT") {
  const auto at = text.find("BEGIN:" + component + "\r\n") + component.size() + 8;
  return text.insert(at, line + "\r\n");
}

inline std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  if (at == std::string::npos) throw std::runtime_error("no text " + what);
  return text.replace(at, what.size(), by);
}

class CalendarClient {
 public:
  CalendarClient(TestOffice& office, service::Caller person, std::string collection)
      : office_(office), person_(std::move(person)), collection_(std::move(collection)) {
    person_.door = "dav";
  }

  struct Seen {
    std::string name, text, etag, schedule_tag;
  };
  std::vector<Seen> all() const {
    service::Reading reading(office_.office, person_);
    std::vector<Seen> seen;
    const auto collection = service::find_collection(reading, collection_);
    service::for_each_object(reading, *collection, service::Data::with, [&](const auto& object) {
      seen.push_back({std::string(object.name), unfolded_lines(service::data_of(object)),
                      std::string(object.etag), std::string(object.schedule_tag)});
      return true;
    });
    return seen;
  }
  std::string bytes_of(const std::string& name) const {
    service::Reading reading(office_.office, person_);
    std::string bytes;
    const auto collection = service::find_collection(reading, collection_);
    service::with_object(reading, *collection, name, service::Data::with, [&](const auto& object) {
      bytes = service::data_of(object);
      return true;
    });
    return bytes;
  }
  // The only one there.
  Seen only() const {
    auto seen = all();
    if (seen.size() != 1) throw std::runtime_error("there are " + std::to_string(seen.size()));
    return seen.front();
  }
  service::Put put(const std::string& name, const std::string& text) const {
    return service::put_object(office_.office, person_, {collection_, name, text, {}, true});
  }
  service::Put put(const Seen& object) const { return put(object.name, object.text); }
  void remove(const std::string& name, bool schedule_reply = true) const {
    service::delete_object(office_.office, person_, {collection_, name, {}, schedule_reply});
  }
  // The condition that a put is refused with; empty: it was taken.
  std::string refusal(const std::string& name, const std::string& text) const {
    try {
      put(name, text);
    } catch (const core::Error& error) {
      return (error.code == core::Code::stale ? "stale: " : "") + error.condition;
    }
    return {};
  }

 private:
  TestOffice& office_;
  service::Caller person_;
  std::string collection_;
};

inline bool has(const std::string& text, const std::string& what) {
  return text.find(what) != std::string::npos;
}

}  // namespace citacal::test
