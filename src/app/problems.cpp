#include "app/problems.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "core/text.h"

namespace citacal::app {

namespace {

constexpr std::size_t kProblemsMax = 500;
constexpr std::size_t kShownMax = 60;

bool comes_before(const Problem& a, const Problem& b) {
  return std::pair(a.origin.line, a.origin.column) < std::pair(b.origin.line, b.origin.column);
}

// Without the full stop, so that more can follow.
std::string open_ended(std::string text) {
  if (!text.empty() && text.back() == '.') text.pop_back();
  return text;
}

// With a full stop, where it does not end with a question.
std::string ended(const std::string& text) {
  return text.ends_with('?') ? text : text + ".";
}

}  // namespace

void Problems::add(service::Origin origin, core::Phrase message) {
  if (list_.size() < kProblemsMax)
    list_.push_back({origin, std::move(message)});
  else
    ++dropped_;
}

void Problems::add(service::Origin origin, const core::Error& error, std::string_view found) {
  auto message = error.message;
  if (!found.empty()) {
    message.es = open_ended(message.es) + "; se encontró «" + shown(found) + "».";
    message.en = open_ended(message.en) + "; found \"" + shown(found) + "\".";
  }
  add(origin, std::move(message));
}

void Problems::add_missing(service::Origin origin, std::string_view name) {
  add(origin, {fmt::format("«{}»: falta; escríbalo.", name),
               fmt::format("\"{}\": is missing; write it.", name)});
}

std::string Problems::print(core::Language language) const {
  auto sorted = list_;
  std::stable_sort(sorted.begin(), sorted.end(), comes_before);
  std::string out;
  for (const auto& [origin, message] : sorted)
    out += origin.line == 0 ? fmt::format("{}: {}\n", file_, message.in(language))
                            : fmt::format("{}:{}:{}: {}\n", file_, origin.line, origin.column,
                                          message.in(language));
  if (dropped_ > 0)
    out += language == core::Language::en ? fmt::format("{}: and {} more.\n", file_, dropped_)
                                          : fmt::format("{}: y {} más.\n", file_, dropped_);
  return out;
}

void Problems::refuse_if_any() const {
  if (!empty()) throw FileRefused(*this);
}

FileRefused::FileRefused(const Problems& problems)
    : Error(core::Code::invalid, "file-refused",
            {std::string(core::trim(problems.print(core::Language::es))),
             std::string(core::trim(problems.print(core::Language::en)))}) {}

core::Phrase found_expected(std::string_view name, std::string_view found,
                            const core::Phrase& expected) {
  const auto text = shown(found);
  return {ended(fmt::format("«{}»: se encontró «{}»; se espera {}", name, text, expected.es)),
          ended(fmt::format("\"{}\": found \"{}\"; expected {}", name, text, expected.en))};
}

core::Phrase unknown_name(std::string_view name, const std::vector<std::string>& known) {
  const auto text = shown(name);
  const auto near = core::nearest(name, known);
  if (!near.empty())
    return {fmt::format("«{}»: no se conoce; ¿quiso decir «{}»?", text, near),
            fmt::format("\"{}\": is not known; did you mean \"{}\"?", text, near)};
  const auto all = core::join(known, ", ");
  return {fmt::format("«{}»: no se conoce; se conocen: {}.", text, all),
          fmt::format("\"{}\": is not known; known are: {}.", text, all)};
}

std::string shown(std::string_view text) {
  std::string out;
  std::size_t characters = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool starts_character = (byte & 0xC0) != 0x80;
    if (starts_character && ++characters > kShownMax) return out + "…";
    out += byte < 0x20 || byte == 0x7F ? ' ' : c;
  }
  return core::is_utf8(out) ? out : core::windows_1252_to_utf8(out);
}

std::string read_file(const std::string& path, std::size_t max_bytes) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes;
  for (std::array<char, 65'536> piece; in && bytes.size() <= max_bytes;) {
    in.read(piece.data(), piece.size());
    bytes.append(piece.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (!in.is_open() || in.bad()) {
    const std::string reason = std::strerror(errno);
    throw core::Error(core::Code::invalid, "file-unreadable",
                      {"No se puede leer «" + path + "»: " + reason + ".",
                       "Cannot read \"" + path + "\": " + reason + "."});
  }
  if (bytes.size() > max_bytes)
    throw core::Error(core::Code::too_large, "file-too-large",
                      {fmt::format("«{}» pasa de {} bytes; divídalo.", path, max_bytes),
                       fmt::format("\"{}\" is over {} bytes; split it.", path, max_bytes)});
  return bytes;
}

}  // namespace citacal::app
