// What may become a record has been looked at before: its size, its type by its content, and
// whether a virus is known in it. Done outside of any transaction where a door waits for it.
#pragma once

#include <string>

#include "service/office.h"

namespace citacal::service {

class Inspected {
 public:
  const std::string& content() const { return content_; }
  const std::string& media_type() const { return media_type_; }

 private:
  Inspected(std::string content, std::string media_type)
      : content_(std::move(content)), media_type_(std::move(media_type)) {}
  friend Inspected inspect(const Office&, std::string_view, std::string_view, std::string);
  friend Inspected inspect_mail(const Office&, std::string);

  std::string content_;
  std::string media_type_;
};

// A file that says to be `media_type` and is called `file_name`. Throws invalid (empty, or
// "infected" with the virus's name), too_large "record-too-large", unsupported as
// domain::accepted_type does, unavailable "scanner-unavailable".
Inspected inspect(const Office& office, std::string_view media_type, std::string_view file_name,
                  std::string content);
// A mail as it came (message/rfc822), which the mail door has read as one.
Inspected inspect_mail(const Office& office, std::string raw);
// The same as inspect, for what somebody sends: what is infected stands in the trail.
Inspected inspect_upload(Office& office, const Caller& caller, std::string_view media_type,
                         std::string_view file_name, std::string content);

}  // namespace citacal::service
