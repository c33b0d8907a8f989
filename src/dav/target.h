// The tree of addresses under /dav/, and what a request's address means to the one who asks.
//   /dav/                                    root
//   /dav/principals/                         principals
//   /dav/principals/{login}/                 principal
//   /dav/calendars/                          homes
//   /dav/calendars/{login}/                  home: the caller's own only
//   /dav/calendars/{login}/{collection}/     collection (also inbox/ and outbox/)
//   /dav/calendars/{login}/{collection}/{object}   object
// "/" stands for the root, too. Collections are found without their last slash.
#pragma once

#include "core/exchange.h"
#include "service/collection.h"

namespace citacal::dav {

enum class Place { root, principals, principal, homes, home, collection, object };

struct Target {
  Place place = Place::root;
  std::string login;                             // from principal and home on
  domain::Person principal;                      // of a principal
  std::optional<domain::Collection> collection;  // where it exists
  std::string collection_key;                    // also where it does not
  std::string object;                            // name; whether it exists is to be asked
};

// Throws not_found for an address that is none of these, another's home or an unknown principal; a
// collection that does not exist leaves `collection` empty (MKCALENDAR needs it). An object in such
// a collection: conflict for PUT and the like is the caller's business (RFC 4918 §9.7.1).
Target find_target(service::Reading& reading, const std::vector<std::string>& segments);

// An href in a body, or a Destination: of this server, absolute path or URL (its authority must be
// the request's Host or the institute's). nullopt for another server's or what parse_target
// refuses.
std::optional<std::vector<std::string>> segments_of(const core::Request& request,
                                                    std::string_view base_url,
                                                    std::string_view href);

// Whether the href is a good URL of another server.
bool is_elsewhere(const core::Request& request, std::string_view base_url, std::string_view href);

// Addresses, percent-encoded in one way: everything but unreserved characters (RFC 3986 §2.3).
std::string root_href();  // "/dav/"
std::string principal_href(std::string_view login);
std::string home_href(std::string_view login);
std::string collection_href(std::string_view login, std::string_view key);
std::string object_href(std::string_view login, std::string_view key, std::string_view name);
std::string href_of(const Target& target);

}  // namespace citacal::dav
