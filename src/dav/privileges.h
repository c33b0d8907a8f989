// Access as RFC 3744 tells it: what the caller may do to a resource, what there is to be granted,
// and who has it. Nothing of it can be changed by ACL: rights come with the account's role.
#pragma once

#include "dav/live_properties.h"

namespace citacal::dav {

// "D:read", "D:write-content"…: in the order of the tree of supported privileges.
std::vector<std::string_view> privileges_of(const Source& source);

bool write_current_privileges(XmlWriter& out, const Source& source);    // RFC 3744 §5.4
bool write_supported_privileges(XmlWriter& out, const Source& source);  // §5.3
bool write_acl(XmlWriter& out, const Source& source);                   // §5.5
// Whether that list has an entry for the caller, as owner or by name.
bool has_own_entry(const Source& source);

// The principal who owns the resource; empty: the institute, which is none.
std::string owner_href(const Source& source);

}  // namespace citacal::dav
