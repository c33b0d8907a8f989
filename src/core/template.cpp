#include "core/template.h"

#include <algorithm>
#include <kainjow/mustache.hpp>

#include "core/error.h"
#include "core/text.h"

namespace citacal::core {

namespace {

namespace mustache = kainjow::mustache;

constexpr std::size_t kPlacesMax = 500;
constexpr std::size_t kDepthMax = 8;

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// Reads every {{tag}} once, so that the library meets only what is allowed, and closed in order.
class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  std::vector<Template::Place> run() {
    std::size_t at = 0;
    for (std::size_t open; (open = text_.find("{{", at)) != text_.npos;) {
      line_ +=
          static_cast<int>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(at),
                                      text_.begin() + static_cast<std::ptrdiff_t>(open), '\n'));
      const auto close = text_.find("}}", open);
      if (close == text_.npos)
        refuse_template(line_, "«{{» sin su «}}»", "\"{{\" without its \"}}\"");
      tag(trim(text_.substr(open + 2, close - open - 2)));
      at = open + 2;  // the lines within a remark count too
    }
    if (!sections_.empty())
      refuse_template(sections_.back().line, "falta «{{/" + sections_.back().name + "}}»",
                      "\"{{/" + sections_.back().name + "}}\" is missing");
    return std::move(places_);
  }

 private:
  void tag(std::string_view tag) {
    if (tag.starts_with('!')) return;
    const char sign = tag.empty() ? ' ' : tag.front();
    const bool is_section = sign == '#' || sign == '^';
    const auto name = is_section || sign == '/' ? trim(tag.substr(1)) : tag;
    if (!is_name(name))
      refuse_template(line_,
                      "«{{" + std::string(tag) +
                          "}}» no es un lugar: son letras minúsculas, "
                          "cifras y «_»",
                      "\"{{" + std::string(tag) +
                          "}}\" is no place: lower-case letters, digits "
                          "and \"_\"");
    if (sign == '/') return end_section(std::string(name));
    places_.push_back({std::string(name), line_});
    if (is_section) sections_.push_back(places_.back());
    if (places_.size() > kPlacesMax || sections_.size() > kDepthMax)
      refuse_template(line_, "tiene demasiados lugares, o unos dentro de otros",
                      "has too many places, or too many in each other");
  }

  void end_section(const std::string& name) {
    if (sections_.empty() || sections_.back().name != name)
      refuse_template(line_, "«{{/" + name + "}}» no cierra nada",
                      "\"{{/" + name + "}}\" closes nothing");
    sections_.pop_back();
  }

  std::string_view text_;
  int line_ = 1;
  std::vector<Template::Place> places_, sections_;
};

mustache::data to_data(const Values& values) {
  mustache::data data;
  // The library takes an empty text for something that is there.
  for (const auto& [name, text] : values.texts)
    data.set(name, text.empty() ? mustache::data(false) : mustache::data(text));
  for (const auto& [name, list] : values.lists) {
    mustache::data all{mustache::data::type::list};
    for (const auto& one : list) all << to_data(one);
    data.set(name, all);
  }
  return data;
}

}  // namespace

void refuse_template(int line, const std::string& es, const std::string& en) {
  const auto number = std::to_string(line);
  throw Error(Code::invalid, "template",
              {"línea " + number + ": " + es + ".", "line " + number + ": " + en + "."},
              "line " + number);
}

Template::Template(std::string text) : text_(std::move(text)) {
  if (text_.size() > kTemplateMax)
    refuse_template(1, "es demasiado grande: como máximo 64 KB", "is too large: at most 64 KB");
  if (!is_utf8(text_)) refuse_template(1, "no está en UTF-8", "is not UTF-8");
  places_ = Scan(text_).run();
  const mustache::mustache parsed(text_);
  if (!parsed.is_valid()) refuse_template(1, parsed.error_message(), parsed.error_message());
}

std::string Template::render(const Values& values, Escaping escaping) const {
  mustache::mustache parsed(text_);
  parsed.set_custom_escape([&](const std::string& text) {
    return escaping == Escaping::html ? xml_escaped(text) : text;
  });
  return parsed.render(to_data(values));
}

}  // namespace citacal::core
