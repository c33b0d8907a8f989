#include "support/xml_path.h"

#include <stdexcept>

#include "core/text.h"
#include "dav/xml.h"
#include "support/request.h"

namespace citacal::test {

namespace {

using dav::Element;
using Elements = std::vector<const Element*>;

void add_below(const Element& element, std::string_view local, Elements& found) {
  for (const auto& child : element.children) {
    if (child.name.local == local) found.push_back(&child);
    add_below(child, local, found);
  }
}

// Its own text; of an element that has none, the texts of its children.
std::string text_of(const Element& element) {
  const auto text = core::trim(element.text);
  if (text.starts_with("BEGIN:VCALENDAR")) return unfolded(text);
  if (!text.empty()) return std::string(text);
  std::vector<std::string> texts;
  for (const auto& child : element.children)
    if (auto below = text_of(child); !below.empty()) texts.push_back(std::move(below));
  return core::join(texts, " ");
}

std::string attribute_of(const Element& element, std::string_view local) {
  for (const auto& [name, value] : element.attributes)
    if (name.local == local) return value;
  return {};
}

// One step of a path: "comp", and what stood in its brackets.
struct Step {
  std::string_view local, filter;
};

// The next step, which is taken off the path. Brackets may hold dots.
Step take_step(std::string_view& path) {
  if (path.front() == '.') path.remove_prefix(1);
  const auto end = std::min(path.find_first_of(".[@"), path.size());
  Step step{path.substr(0, end), {}};
  path.remove_prefix(end);
  if (step.local.empty()) throw std::runtime_error("a step of the path has no name");
  if (path.empty() || path.front() != '[') return step;
  const auto close = path.find(']');
  if (close == std::string_view::npos) throw std::runtime_error("a [ without ] in the path");
  step.filter = path.substr(1, close - 1);
  path.remove_prefix(close + 1);
  return step;
}

bool passes(const Element& element, std::string_view filter) {
  const auto sign = filter.find_first_of("=~");
  if (sign == std::string_view::npos) throw std::runtime_error("[place], [name=…] or [name~…]");
  const auto name = filter.substr(0, sign), wanted = filter.substr(sign + 1);
  const auto is_it = [&](const std::string& text) {
    return filter[sign] == '=' ? text == wanted : text.find(wanted) != std::string::npos;
  };
  if (name.starts_with("@")) return is_it(attribute_of(element, name.substr(1)));
  Elements named;
  add_below(element, name, named);
  for (const auto* one : named)
    if (is_it(text_of(*one))) return true;
  return false;
}

Elements chosen(Elements elements, std::string_view filter) {
  if (filter.empty()) return elements;
  if (filter.find_first_not_of("0123456789") == std::string_view::npos) {
    const auto place = std::stoul(std::string(filter));
    return place < elements.size() ? Elements{elements[place]} : Elements{};
  }
  std::erase_if(elements, [&](const Element* one) { return !passes(*one, filter); });
  return elements;
}

}  // namespace

std::vector<std::string> find_all_xml(const std::string& document, std::string_view path) {
  Element root;
  root.children.push_back(dav::parse_xml(document));
  Elements here = {&root};
  while (!path.empty() && path.front() != '@') {
    const auto step = take_step(path);
    Elements below;
    for (const auto* element : here) add_below(*element, step.local, below);
    here = chosen(std::move(below), step.filter);
  }
  std::vector<std::string> texts;
  for (const auto* element : here)
    texts.push_back(path.empty() ? text_of(*element) : attribute_of(*element, path.substr(1)));
  return texts;
}

std::optional<std::string> find_xml(const std::string& document, std::string_view path) {
  const auto all = find_all_xml(document, path);
  if (all.empty()) return std::nullopt;
  return all.front();
}

}  // namespace citacal::test
