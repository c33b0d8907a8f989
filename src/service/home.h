// A person's home as the verbs of collections and objects see it, within any transaction.
#pragma once

#include "service/collection.h"

namespace citacal::service {

// nullopt where there is none in this person's home.
std::optional<domain::Collection> find_collection(const Office& office, store::Transaction& tx,
                                                  const domain::Person& person,
                                                  std::string_view key);
// The same; throws not_found.
domain::Collection get_collection(Work& work, std::string_view key);

[[noreturn]] void refuse_privileges();  // forbidden "need-privileges", of what the verb is about
// The same of another collection: the field is "its key/privilege", as "agenda/bind".
[[noreturn]] void refuse_privileges(const domain::Collection& where, std::string_view privilege);
[[noreturn]] void refuse_absence(std::string_view field);  // not_found
// Throws Code::invalid where `name` cannot be the last segment of an address; at most `max` bytes.
void check_segment(std::string_view field, std::string_view name, std::size_t max);

}  // namespace citacal::service
