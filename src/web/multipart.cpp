#include "web/multipart.h"

#include <algorithm>
#include <optional>

#include "core/check.h"
#include "core/text.h"

namespace citacal::web {

namespace {

constexpr std::size_t kBoundaryMax = 70;  // RFC 2046 §5.1.1
constexpr std::size_t kHeadMax = 4 * 1024;
constexpr std::size_t kFieldMax = 16 * 1024;
constexpr int kHeadersMax = 8;

[[noreturn]] void refuse_form(const char* es, const char* en) {
  core::refuse("body", "bad-form",
               {std::string("no es un formulario multipart/form-data bien hecho: ") + es,
                std::string("is no well-made multipart/form-data form: ") + en});
}

[[noreturn]] void refuse_size(const std::string& es, const std::string& en) {
  throw core::Error(core::Code::too_large, "form-too-large", {es, en}, "body");
}

bool is_token(std::string_view text) {
  const auto is_good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), is_good);
}

// ; name="value" after ; name=value, each name once (RFC 9110 §5.6.6). In a quoted value a browser
// writes %22, %0D and %0A for what cannot stand there (WHATWG HTML, multipart/form-data), and a
// backslash is itself.
class Parameters {
 public:
  explicit Parameters(std::string_view text) : text_(text) {
    while (!(text_ = core::trim(text_)).empty()) {
      if (text_.front() != ';') refuse_form("un parámetro sin «;»", "a parameter without \";\"");
      text_ = core::trim(text_.substr(1));
      const auto equals = text_.find('=');
      if (equals == std::string_view::npos || !is_token(text_.substr(0, equals)))
        refuse_form("un parámetro sin nombre", "a parameter without a name");
      auto name = core::to_lower(text_.substr(0, equals));
      text_.remove_prefix(equals + 1);
      if (find(name)) refuse_form("un parámetro repetido", "a parameter that is there twice");
      all_.emplace_back(std::move(name), take_value());
    }
  }
  const std::string* find(std::string_view name) const {
    for (const auto& [other, value] : all_)
      if (other == name) return &value;
    return nullptr;
  }

 private:
  std::string take_value() {
    if (text_.starts_with('"')) {
      const auto end = text_.find('"', 1);
      if (end == std::string_view::npos) refuse_form("unas comillas sin cerrar", "an open quote");
      const auto value = text_.substr(1, end - 1);
      text_.remove_prefix(end + 1);
      return unescaped(value);
    }
    const auto value = text_.substr(0, text_.find_first_of("; \t"));
    if (!is_token(value)) refuse_form("un valor sin comillas", "a value without quotes");
    text_.remove_prefix(value.size());
    return std::string(value);
  }
  static std::string unescaped(std::string_view value) {
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
      const bool is_quote = value.substr(i, 3) == "%22";
      out += is_quote ? '"' : value[i];
      if (is_quote) i += 2;
    }
    return out;
  }

  std::string_view text_;
  std::vector<std::pair<std::string, std::string>> all_;
};

std::string boundary_of(const core::Request& request) {
  const auto header = request.headers.get("Content-Type");
  const auto semicolon = std::min(header.find(';'), header.size());
  if (core::to_lower(core::trim(header.substr(0, semicolon))) != "multipart/form-data")
    throw core::Error(core::Code::unsupported, "not-a-form",
                      {"Los archivos se envían como multipart/form-data.",
                       "The files are sent as multipart/form-data."},
                      "Content-Type");
  const Parameters parameters(header.substr(semicolon));
  const auto* boundary = parameters.find("boundary");
  if (!boundary || boundary->empty() || boundary->size() > kBoundaryMax ||
      boundary->find_first_of("\r\n\"\\") != std::string::npos || boundary->back() == ' ')
    refuse_form("falta «boundary», o no sirve", "its \"boundary\" is missing or of no use");
  return *boundary;
}

// What some browsers send is a path of their own machine.
std::string base_name(const std::string& path) {
  return path.substr(path.find_last_of("/\\") + 1);
}

struct Head {
  Part part;
  bool is_file = false;
};

void read_disposition(std::string_view value, Head& head) {
  auto& part = head.part;
  const auto semicolon = std::min(value.find(';'), value.size());
  if (core::to_lower(core::trim(value.substr(0, semicolon))) != "form-data")
    refuse_form("una parte que no es «form-data»", "a part that is not \"form-data\"");
  const Parameters parameters(value.substr(semicolon));
  const auto* name = parameters.find("name");
  if (!name || parameters.find("filename*"))  // RFC 7578 §4.2 has none of it
    refuse_form("una parte sin «name», o con «filename*»",
                "a part without \"name\", or with \"filename*\"");
  part.name = core::checked_line("name", *name, 100);
  const auto* file_name = parameters.find("filename");
  head.is_file = file_name != nullptr;
  if (!head.is_file) return;
  part.file_name = file_name->empty() ? "" : core::checked_line("file_name", base_name(*file_name));
}

Head read_head(std::string_view text) {
  Head head;
  int count = 0;
  bool is_disposed = false;
  for (const auto raw : core::split(text, '\n')) {
    if (raw.empty() || raw.back() != '\r')
      refuse_form("una cabecera sin CRLF", "a header without CRLF");
    const auto line = raw.substr(0, raw.size() - 1);
    const auto colon = line.find(':');
    if (++count > kHeadersMax || colon == std::string_view::npos ||
        !is_token(line.substr(0, colon)))
      refuse_form("una cabecera que no lo es", "a header that is none");
    const auto name = core::to_lower(line.substr(0, colon));
    const auto value = core::trim(line.substr(colon + 1));
    if (name == "content-disposition") {
      if (is_disposed) refuse_form("dos Content-Disposition", "two Content-Disposition");
      is_disposed = true;
      read_disposition(value, head);
    } else if (name == "content-type") {
      head.part.media_type = core::to_lower(core::trim(value.substr(0, value.find(';'))));
    } else if (name == "content-transfer-encoding" && core::to_lower(value) != "binary" &&
               core::to_lower(value) != "8bit" && core::to_lower(value) != "7bit") {
      refuse_form("una parte codificada", "an encoded part");  // RFC 7578 §4.7
    }
  }
  if (!is_disposed) refuse_form("una parte sin Content-Disposition", "a part that says no name");
  return head;
}

// The parts between their delimiters, one after the other.
class Delimited {
 public:
  Delimited(std::string_view body, std::string_view boundary)
      : rest_(body), delimiter_("\r\n--" + std::string(boundary)) {
    const auto opening = std::string_view(delimiter_).substr(2);
    if (!rest_.starts_with(opening)) refuse_form("no empieza por una parte", "no part begins it");
    rest_.remove_prefix(opening.size());
  }
  // Its head and its content; nullopt after the last.
  std::optional<std::pair<std::string_view, std::string_view>> next() {
    if (rest_.starts_with("--")) {
      if (!core::trim(rest_.substr(2)).empty()) refuse_form("sobra texto", "text after its end");
      return std::nullopt;
    }
    if (!rest_.starts_with("\r\n")) refuse_form("un separador roto", "a broken delimiter");
    rest_.remove_prefix(2);
    const auto head_end = rest_.substr(0, kHeadMax).find("\r\n\r\n");
    if (head_end == std::string_view::npos) refuse_form("cabeceras sin fin", "headers without end");
    const auto head = rest_.substr(0, head_end + 1);
    rest_.remove_prefix(head_end + 4 - 2);  // an empty content begins with the delimiter's CRLF
    const auto end = rest_.find(delimiter_);
    if (end == std::string_view::npos) refuse_form("una parte sin fin", "a part without end");
    const auto content = end < 2 ? std::string_view() : rest_.substr(2, end - 2);
    rest_.remove_prefix(end + delimiter_.size());
    return std::pair(head, content);
  }

 private:
  std::string_view rest_;
  std::string delimiter_;
};

void check_counts(const std::vector<Part>& parts, const PartLimits& limits) {
  const auto files = std::count_if(parts.begin(), parts.end(),
                                   [](const Part& part) { return !part.file_name.empty(); });
  const auto most = std::to_string(limits.files);
  if (files > limits.files)
    refuse_size("Son más de " + most + " archivos; envíelos en varias veces.",
                "There are more than " + most + " files; send them in several requests.");
  if (parts.size() - static_cast<std::size_t>(files) > limits.fields)
    refuse_size("El formulario trae demasiados campos.", "The form has too many fields.");
}

}  // namespace

std::vector<Part> read_multipart(const core::Request& request, const PartLimits& limits) {
  const auto boundary = boundary_of(request);
  Delimited delimited(request.body, boundary);
  std::vector<Part> parts;
  while (const auto one = delimited.next()) {
    auto [part, is_file] = read_head(one->first);
    if (is_file && part.file_name.empty() && one->second.empty()) continue;
    if (is_file && part.file_name.empty())
      core::refuse("file_name", "missing", {"falta el nombre del archivo", "is missing"});
    if (!is_file && one->second.size() > kFieldMax)
      refuse_size("El campo «" + part.name + "» es demasiado largo.",
                  "The field \"" + part.name + "\" is too long.");
    part.content =
        is_file ? std::string(one->second) : core::checked_text(part.name, one->second, kFieldMax);
    if (is_file && part.name != "file" && part.name != "files")
      core::refuse(
          part.name, "unknown-field",
          {"no se conoce: los archivos van en «file»", "is not known: files go in \"file\""});
    parts.push_back(std::move(part));
    check_counts(parts, limits);
  }
  return parts;
}

}  // namespace citacal::web
