// The frame that the papers share: a document of A4 pages, black on white, that reads the same on
// the screen and in print, with the institute's name, the form's code and the page numbers.
#pragma once

#include <functional>
#include <string>

#include "core/time.h"
#include "domain/attendance.h"
#include "web/html.h"

namespace citacal::web {

struct PaperHead {
  std::string institute;
  std::string title;  // "Acta de verificación del servicio"
  std::string number;
  std::string code, version;  // of the form; may be empty
};

std::string print_paper(const PaperHead& head, const std::function<void(Html&)>& body);
std::string paper_policy();  // Content-Security-Policy that lets in our own style alone

// A table of names and values; a row without a value is left out.
class Facts {
 public:
  explicit Facts(Html& html);
  Facts& add(std::string_view name, std::string_view value);
  void end();

 private:
  Html& html_;
};

// A table with its heads; where there is nothing, `none` in its place.
void write_table(Html& html, const std::vector<std::string>& heads,
                 const std::vector<std::vector<std::string>>& rows, std::string_view none);
std::vector<std::vector<std::string>> rows_of(const std::vector<domain::Named>& persons);
// A place to sign for each, with name, position and entity, of whatever is known.
void write_signatures(Html& html, const std::vector<domain::Named>& persons);

std::string say_slot(const core::Slot& slot);  // "lunes 2 de marzo de 2026, 08:00 a 10:00"

}  // namespace citacal::web
