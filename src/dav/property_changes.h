// What PROPPATCH, MKCALENDAR and MKCOL ask to be set and removed: judged one by one, then done all
// together or not at all, and told in propstats.
#pragma once

#include "dav/properties.h"

namespace citacal::dav {

class PropertyChanges {
 public:
  explicit PropertyChanges(const Resource& resource) : resource_(resource) {}
  // In the order of the document, as RFC 4918 §9.2 has it.
  void set(const Element& element);
  void remove(const Name& name);
  void accept(const Name& name);  // good, and done elsewhere
  void refuse(const Name& name, int status, std::string_view tag, core::Phrase why);
  // The store would not have them: none is done.
  void refuse_all(const core::Error& error);

  bool is_refused() const { return is_refused_; }
  const std::vector<service::PropertyChange>& changes() const { return changes_; }
  // Propstats: 200 each; or what was refused with its reason, and 424 for all others.
  void write(XmlWriter& out, core::Language language) const;

 private:
  struct Outcome {
    std::vector<Name> names;  // those with the same outcome
    int status = 200;
    std::string tag;  // of the precondition; may be empty
    core::Phrase why;
  };
  void add(const Name& name, int status, std::string_view tag, core::Phrase why);

  const Resource& resource_;
  std::vector<service::PropertyChange> changes_;
  std::vector<Outcome> outcomes_;
  std::size_t count_ = 0;
  bool is_refused_ = false;
};

}  // namespace citacal::dav
