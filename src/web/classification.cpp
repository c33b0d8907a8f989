#include "web/classification.h"

namespace citacal::web {

namespace {

domain::Classification read_members(Fields& fields) {
  domain::Classification classification;
  classification.level = fields.word<domain::Level>("level");
  classification.extent = fields.word("extent", domain::Extent::none);
  classification.justification = fields.optional_text("justification");
  classification.legal_ground = fields.optional_text("legal_ground");
  classification.years = static_cast<int>(fields.integer("years", 0, 100, 0));
  classification.qualified_on = fields.optional_day("qualified_on");
  fields.done();
  return classification;
}

}  // namespace

domain::Classification read_classification(Fields& body) {
  if (!body.has("classification")) {
    body.maybe_line("classification");  // known, though absent
    return {};
  }
  auto fields = body.object("classification");
  return read_members(fields);
}

domain::Classification read_whole_classification(const core::Request& request) {
  auto fields = Fields::of(request);
  return read_members(fields);
}

Json show_classification(const domain::Classification& classification) {
  auto json = Json::object();
  json.set("level", core::word(classification.level))
      .set("extent", core::word(classification.extent))
      .set_or_null("justification", classification.justification)
      .set_or_null("legal_ground", classification.legal_ground)
      .set("years", classification.years)
      .set_or_null("qualified_on", classification.qualified_on
                                       ? core::print_day(*classification.qualified_on)
                                       : "");
  return json;
}

}  // namespace citacal::web
