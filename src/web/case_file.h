// The case file as a ZIP: evidence in folders, an index for persons and for programs, and hashes
// that anybody checks with `sha256sum -c` without this service.
#pragma once

#include "service/case.h"
#include "service/case_file.h"
#include "web/reply.h"
#include "web/zip.h"

namespace citacal::web {

core::Response get_case_file(Exchange& exchange);  // GET /api/v1/cases/{number}/file

// A case as GET /api/v1/cases/{number} shows it.
Json show_case(const Exchange& exchange, const service::Case& whole);
Json show_entry(const domain::AuditEntry& entry);

// One file of it: where it is, and what the indexes say of it.
struct CasePart {
  ZipEntry file;           // without the file's own folder
  std::string noun;        // "record", "mail", "letter", "version", "trail", "case"
  core::Id id;             // empty: of the whole
  std::string title;       // for persons, in Spanish
  std::string given_name;  // a record's own name; else empty
  std::string sha256;
};

// Each in its folder, with a safe name that is there once. Takes the file's contents out of it.
std::vector<CasePart> list_parts(const Exchange& exchange, service::CaseFile& file);
// Spanish, for print, readable from the folder alone.
std::string print_case_index(const service::CaseFile& file, const std::vector<CasePart>& parts,
                             const domain::Institute& institute, const std::string& made_by);
// LEAME.txt: what it is, how it is checked.
std::string print_case_readme(const service::CaseFile& file);

}  // namespace citacal::web
