// Looking into JSON by path, for tests: values go in and out as their JSON text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace citacal::test {

// The value at "items[0].slot.start", or "activities[activity=5].state": the first element whose
// member reads so. nullopt where nothing is there; throws std::runtime_error where `document` is no
// JSON.
std::optional<std::string> find_json(const std::string& document, std::string_view path);

std::string plain_text(const std::string& json);  // of a string its content, else as it stands
std::string to_json_string(const std::string& text);
std::vector<std::string> elements_of(const std::string& json);  // of a list; of others none

}  // namespace citacal::test
