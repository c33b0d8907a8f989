#include "mail/structure.h"

#include <optional>

namespace citacal::mail {
namespace {

using domain::MailFault;

Part make_part(const Fields& fields) {
  return {read_content_type(fields.value("content-type")),
          read_disposition(fields.value("content-disposition")),
          std::string(fields.value("content-transfer-encoding")),
          {},
          true};
}

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  Structure run(const Fields& header) {
    begin_body(make_part(header), 0);
    for (std::size_t at = 0; at < text_.size() && structure_.fault == MailFault::none;) {
      const auto line = line_at(text_, at);
      read_line(line, at);
      at = line.next;
    }
    if (structure_.fault == MailFault::none) finish();
    if (structure_.fault != MailFault::none) structure_.parts.clear();
    return std::move(structure_);
  }

 private:
  enum class Place { between, header, body };  // between: preamble and epilogue
  struct Boundary {
    std::size_t level;  // of the multipart that it ends a part of
    bool is_last;
  };

  std::optional<Boundary> boundary(std::string_view line) const {
    if (!line.starts_with("--")) return std::nullopt;
    while (line.ends_with(' ') || line.ends_with('\t')) line.remove_suffix(1);
    line.remove_prefix(2);
    for (auto level = open_.size(); level-- > 0;) {
      if (!line.starts_with(open_[level])) continue;
      const auto rest = line.substr(open_[level].size());
      if (rest.empty() || rest == "--") return Boundary{level, !rest.empty()};
    }
    return std::nullopt;
  }

  void read_line(const TextLine& line, std::size_t at) {
    if (const auto found = boundary(line.text)) {
      end_part(at, true);
      open_.resize(found->level + (found->is_last ? 0 : 1));
      place_ = found->is_last ? Place::between : Place::header;
      start_ = line.next;
    } else if (place_ == Place::header && line.text.empty()) {
      end_header(line.next);
    }
  }

  void end_header(std::size_t end) {
    if (end - start_ > kHeaderMax)
      structure_.fault = MailFault::too_large;
    else if (structure_.parts.size() >= kPartsMax)
      structure_.fault = MailFault::too_deep;
    else
      begin_body(make_part(read_fields(text_.substr(start_, end - start_))), end);
  }

  void begin_body(Part part, std::size_t at) {
    const bool has_parts = part.type.is_multipart() && !part.type.boundary.empty();
    if (part.type.is_multipart() && !has_parts) structure_.is_cut = true;
    if (has_parts) open_.push_back(part.type.boundary);
    if (open_.size() > kNestedMax) structure_.fault = MailFault::too_deep;
    place_ = has_parts ? Place::between : Place::body;
    start_ = at;
    structure_.parts.push_back(std::move(part));
  }

  void end_part(std::size_t at, bool closed) {
    if (place_ == Place::header) end_header(at);  // a header alone, without the empty line
    if (place_ != Place::body || structure_.fault != MailFault::none) return;
    auto body = text_.substr(start_, at - start_);
    if (closed && body.ends_with('\n')) body.remove_suffix(1);
    if (closed && body.ends_with('\r')) body.remove_suffix(1);
    structure_.parts.back().body = body;
    structure_.parts.back().is_closed = closed;
  }

  void finish() {
    const bool whole = open_.empty();
    if (!whole) structure_.is_cut = true;
    const bool alone = whole && place_ == Place::body;
    end_part(text_.size(), false);
    if (alone) structure_.parts.back().is_closed = true;
  }

  std::string_view text_;
  Structure structure_;
  std::vector<std::string> open_;  // the boundaries of the multiparts around, outermost first
  Place place_ = Place::body;
  std::size_t start_ = 0;  // of the header or body under way
};

}  // namespace

Structure read_structure(const Fields& header, std::string_view body) {
  return Splitter(body).run(header);
}

}  // namespace citacal::mail
