#include "dav/property_changes.h"

#include <algorithm>

namespace citacal::dav {

namespace {

constexpr std::size_t kChangesMost = 500;  // of one request

const core::Phrase kProtected{"Esta propiedad no se puede cambiar aquí.",
                              "This property cannot be changed here."};

// The properties that say the same as this one: a new value for it ends theirs (RFC 7809 §5.2).
std::string_view twin_of(const domain::Property& property) {
  if (property.space != kCalDav) return {};
  if (property.name == "calendar-timezone") return "calendar-timezone-id";
  if (property.name == "calendar-timezone-id") return "calendar-timezone";
  return {};
}

}  // namespace

void PropertyChanges::add(const Name& name, int status, std::string_view tag, core::Phrase why) {
  if (++count_ > kChangesMost)
    throw core::Error(core::Code::too_large, "too-many-properties",
                      {"Se cambian demasiadas propiedades de una vez: a lo sumo 500.",
                       "Too many properties are changed at once: 500 at most."});
  is_refused_ = is_refused_ || status != 200;
  const auto same = std::find_if(outcomes_.begin(), outcomes_.end(), [&](const Outcome& one) {
    return one.status == status && one.tag == tag && one.why == why;
  });
  auto& outcome = same != outcomes_.end()
                      ? *same
                      : outcomes_.emplace_back(Outcome{{}, status, std::string(tag), why});
  auto& names = outcome.names;
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

void PropertyChanges::set(const Element& element) {
  if (is_protected(element.name, resource_))
    return refuse(element.name, 403, "D:cannot-modify-protected-property", kProtected);
  try {
    auto property = checked_given(element);
    if (const auto twin = twin_of(property); !twin.empty())
      changes_.push_back({{property.space, std::string(twin), {}}, true});
    changes_.push_back({std::move(property), false});
    accept(element.name);
  } catch (const core::Error& error) {
    if (error.code != core::Code::invalid) throw;
    const bool is_named = error.condition.starts_with("valid-");
    refuse(element.name, is_named ? 403 : 409, is_named ? "C:" + error.condition : std::string(),
           error.message);
  }
}

void PropertyChanges::remove(const Name& name) {
  if (is_protected(name, resource_))
    return refuse(name, 403, "D:cannot-modify-protected-property", kProtected);
  changes_.push_back({{name.space, name.local, {}}, true});
  accept(name);
}

void PropertyChanges::accept(const Name& name) {
  add(name, 200, {}, {});
}

void PropertyChanges::refuse(const Name& name, int status, std::string_view tag, core::Phrase why) {
  add(name, status, tag, std::move(why));
}

void PropertyChanges::refuse_all(const core::Error& error) {
  Outcome all{{}, 403, {}, error.message};
  for (const auto& outcome : outcomes_)
    all.names.insert(all.names.end(), outcome.names.begin(), outcome.names.end());
  outcomes_ = {std::move(all)};
  is_refused_ = true;
}

void PropertyChanges::write(XmlWriter& out, core::Language language) const {
  for (const auto& outcome : outcomes_) {
    const int status = outcome.status == 200 && is_refused_ ? 424 : outcome.status;
    out.open("D:propstat");
    out.open("D:prop");
    for (const auto& name : outcome.names) out.element(name, {});
    out.close("D:prop");
    out.text("D:status", status_line(status));
    if (!outcome.tag.empty()) {
      out.open("D:error");
      out.empty(outcome.tag);
      out.close("D:error");
    }
    const auto& why = outcome.why.in(language);
    if (!why.empty()) out.text("D:responsedescription", why);
    out.close("D:propstat");
  }
}

}  // namespace citacal::dav
