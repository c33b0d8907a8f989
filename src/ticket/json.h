// JSON that comes from a ticket system: parsed under guard (size, nesting, UTF-8, RFC 8259), and
// what is looked for is named by a JSON pointer (RFC 6901).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace web::json {
class value;
}

namespace citacal::ticket {

// "/result/number": its names, with ~1 and ~0 read. Throws invalid naming `field` where the text is
// no pointer. "" is the whole document.
std::vector<std::string> parse_pointer(std::string_view field, std::string_view text);

class Json {
 public:
  // Throws core::Error invalid ("bad-json") or too_large.
  static Json parse(std::string_view text);

  // The text or the whole number there, as text; nothing where there is neither, or it is empty.
  std::optional<std::string> text_at(const std::vector<std::string>& pointer) const;

 private:
  explicit Json(std::shared_ptr<const ::web::json::value> document);
  std::shared_ptr<const ::web::json::value> document_;
};

}  // namespace citacal::ticket
